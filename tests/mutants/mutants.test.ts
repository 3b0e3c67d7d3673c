import { afterAll, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { misfitOf } from "./harness/edits.ts";
import { Lanes } from "./harness/lanes.ts";
import { listedIn } from "./harness/table.ts";
import { ROOT } from "./harness/tree.ts";
import { Trials } from "./harness/trial.ts";
import { MUTANTS } from "./list/index.ts";

/** Two cores are common, and most of these tests wait for disks and clocks. */
const LANES = 2;
/** All of them: trials begin when the first of these tests does, and the last may be waited for from then on. */
const LIMIT_MS = 15 * 60_000;

test("every mutant is known by one name, and can be made of the sources", () => {
  expect(new Set(MUTANTS.map(({ id }) => id)).size).toBe(MUTANTS.length);
  const misfits = MUTANTS.map((mutant) => [mutant.id, misfitOf(ROOT, mutant)]);
  expect(misfits.filter(([, misfit]) => misfit !== null)).toEqual([]);
});

test("docs/mutants.md has a row for every mutant, and no other (npm run mutants)", () => {
  const listed = listedIn(readFileSync(join(ROOT, "docs/mutants.md"), "utf8"));
  expect(listed).toEqual(MUTANTS.map(({ id, breaks }) => ({ id, breaks })));
});

const lanes = new Lanes(LANES);
afterAll(() => lanes.remove());
const trials = new Trials(lanes, MUTANTS);
const verdicts = new Map(MUTANTS.map((mutant) => [mutant.id, trials.try(mutant)]));

for (const { id, rule, breaks } of MUTANTS) {
  test(
    `${id} ${rule} is caught: ${breaks}`,
    async () => {
      expect(await verdicts.get(id)).toMatchObject({ verdict: "caught" });
    },
    LIMIT_MS,
  );
}
