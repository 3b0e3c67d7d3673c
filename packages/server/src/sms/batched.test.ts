import { expect, test } from "bun:test";
import { Batched } from "./batched.ts";

test("what is asked for while a batch is under way goes together in the next", async () => {
  const batches: number[][] = [];
  let release: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const batched = new Batched<number, number>(3, async (items) => {
    batches.push([...items]);
    if (batches.length === 1) await held;
    return items.map((item) => 10 * item);
  });
  const first = batched.add(1);
  await Promise.resolve();
  const others = [2, 3, 4, 5].map((item) => batched.add(item));
  release();
  expect(await Promise.all([first, ...others])).toEqual([10, 20, 30, 40, 50]);
  expect(batches).toEqual([[1], [2, 3, 4], [5]]);
});

test("a batch that fails fails its own items only", async () => {
  const batched = new Batched<number, number>(1, async ([item]) => {
    if (item === 1) throw new Error("no");
    return [item!];
  });
  const both = await Promise.allSettled([batched.add(1), batched.add(2)]);
  expect(both.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
});
