import { afterAll, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Edit, Mutant, Selection } from "../mutant.ts";
import { misfitOf } from "./edits.ts";
import { Lanes } from "./lanes.ts";
import { ROOT } from "./tree.ts";
import { Trials } from "./trial.ts";

const FILE = "packages/server/src/conversation/can.ts";
const TEST = "packages/server/src/conversation/can.test.ts";
const RIGHT = 'if (membership.state !== "active") return UNSEEN;';

const lanes = new Lanes(1);
afterAll(() => lanes.remove());

function mutantOf(edit: Omit<Edit, "file">, caught_by: Selection = { [TEST]: ["strangers"] }): Mutant {
  return { id: "M0", rule: "D17", breaks: "it", edits: [{ file: FILE, ...edit }], caught_by };
}

const attempt = (mutant: Mutant) => new Trials(lanes, [mutant]).try(mutant);

test("a mistake that a test notices is caught, by that test", async () => {
  expect(await attempt(mutantOf({ text: RIGHT, instead: "" }))).toMatchObject({
    verdict: "caught",
    by: { title: "strangers, and all who are not active members, may do nothing" },
  });
});

test("a mistake that no test notices has survived", async () => {
  const harmless = mutantOf({ text: RIGHT, instead: `${RIGHT} // the same` });
  expect(await attempt(harmless)).toMatchObject({ verdict: "survived", tests: 1 });
});

test("sources that cannot be run are nobody's catch", async () => {
  const broken = mutantOf({ text: RIGHT, instead: "return (" });
  expect(misfitOf(ROOT, broken)).not.toBeNull();
  expect(await attempt(broken)).toMatchObject({ verdict: "inconclusive" });
});

test("a test that is not there catches nothing", async () => {
  const unguarded = mutantOf({ text: RIGHT, instead: "" }, { [TEST]: ["no such rule"] });
  expect(await attempt(unguarded)).toMatchObject({ verdict: "inconclusive" });
});

test.each(["nothing like it", "membership"])(
  "a text that is not there exactly once is refused: %s",
  async (text) => {
    const misplaced = mutantOf({ text, instead: "" });
    expect(misfitOf(ROOT, misplaced)).toContain("and not once");
    await expect(attempt(misplaced)).rejects.toThrow("and not once");
  },
);

test("the tree is the original again after a trial, and the product never anything else", async () => {
  await attempt(mutantOf({ text: RIGHT, instead: "" }));
  const original = readFileSync(join(ROOT, FILE), "utf8");
  expect(original).toContain(RIGHT);
  await lanes.use(async (folder) => {
    expect(readFileSync(join(folder, FILE), "utf8")).toBe(original);
    expect(existsSync(join(folder, "packages/protocol/src/index.ts"))).toBe(true);
  });
});
