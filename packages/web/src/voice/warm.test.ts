import { beforeEach, expect, test } from "bun:test";
import { Warm } from "./warm.ts";

interface Line {
  alive: boolean;
}

let opened: Line[];
let closed: Line[];
let refusal: Error | null;

beforeEach(() => {
  opened = [];
  closed = [];
  refusal = null;
});

const warm = (linger_ms: number, onClose = () => {}) =>
  new Warm<Line>({
    async open() {
      if (refusal) throw refusal;
      const line = { alive: true };
      opened.push(line);
      return line;
    },
    close(line) {
      closed.push(line);
      onClose();
    },
    usable: (line) => line.alive,
    linger_ms,
  });

test("VC3: uses that overlap or follow one another share one opening", async () => {
  const line = warm(60_000);
  const [first, second] = await Promise.all([line.use(), line.use()]);
  first.release();
  second.release();
  const third = await line.use();
  expect(third.value).toBe(first.value);
  expect(opened).toHaveLength(1);
  expect(closed).toHaveLength(0);
});

test("VC3: some time after the last use it is closed, and the next use opens it again", async () => {
  const done = Promise.withResolvers<void>();
  const line = warm(1, done.resolve);
  const { value, release } = await line.use();
  release();
  await done.promise;
  expect(closed).toEqual([value]);
  await line.use();
  expect(opened).toHaveLength(2);
});

test("VC3: it is not closed while somebody uses it, also when another releases twice", async () => {
  const done = Promise.withResolvers<void>();
  const line = warm(1, done.resolve);
  const [first, second] = await Promise.all([line.use(), line.use()]);
  first.release();
  first.release();
  const other = warm(1, done.resolve); // closes after as long a wait as the first would have
  (await other.use()).release();
  await done.promise;
  expect(closed).not.toContain(second.value);
});

test("VC3: what has died meanwhile is opened again", async () => {
  const line = warm(60_000);
  const first = await line.use();
  first.value.alive = false;
  const [second, third] = await Promise.all([line.use(), line.use()]);
  expect(second.value).not.toBe(first.value);
  expect(third.value).toBe(second.value);
});

test("VC5: a refused opening is reported to everybody who waits, and the next use tries again", async () => {
  const line = warm(60_000);
  refusal = new Error("not now");
  const uses = await Promise.allSettled([line.use(), line.use()]);
  expect(uses.map((use) => use.status)).toEqual(["rejected", "rejected"]);
  refusal = null;
  expect((await line.use()).value.alive).toBe(true);
});
