import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { misfitOf } from "./harness/edits.ts";
import { Lanes } from "./harness/lanes.ts";
import { documentOf } from "./harness/table.ts";
import { ROOT } from "./harness/tree.ts";
import { Trials, type Verdict } from "./harness/trial.ts";
import { INAPPLICABLE, MUTANTS } from "./list/index.ts";
import type { Mutant } from "./mutant.ts";

const USAGE = `npm run mutants [-- MUTANT …]

  MUTANT   as in M7: every place where that mistake can be made; none: all of them

Each mutant is a deliberate mistake in a copy of the sources; tests must catch it. When all of them were tried,
docs/mutants.md is written anew.`;

/** Two cores are common, and most of these tests wait for disks and clocks. */
const LANES = 2;

const asked = process.argv.slice(2);
const isAsked = ({ id }: Mutant) =>
  asked.length === 0 || asked.includes(id) || asked.includes(id.replace(/[a-z]$/, ""));
const chosen = MUTANTS.filter(isAsked);
if (asked.includes("--help") || chosen.length === 0) {
  console.error(USAGE);
  process.exit(2);
}
const misfits = chosen.flatMap((mutant) => {
  const misfit = misfitOf(ROOT, mutant);
  return misfit === null ? [] : [`${mutant.id} does not fit the sources any more: ${misfit}`];
});
if (misfits.length > 0) {
  console.error(misfits.join("\n"));
  process.exit(1);
}

const lanes = new Lanes(LANES);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    lanes.remove();
    process.exit(1);
  });
}
const trials = new Trials(lanes, chosen);
const verdicts = new Map<string, Verdict>();
await Promise.all(
  chosen.map(async (mutant) => {
    const verdict = await trials.try(mutant);
    verdicts.set(mutant.id, verdict);
    console.log(`${mutant.id.padEnd(5)} ${wordsFor(verdict)}`);
  }),
);
lanes.remove();

const caught = [...verdicts.values()].filter(({ verdict }) => verdict === "caught").length;
console.log(`\n${caught} of ${chosen.length} mutants were caught`);
if (chosen.length === MUTANTS.length) {
  writeFileSync(join(ROOT, "docs/mutants.md"), documentOf(MUTANTS, INAPPLICABLE, verdicts));
}
process.exit(caught === chosen.length ? 0 : 1);

function wordsFor(verdict: Verdict): string {
  switch (verdict.verdict) {
    case "caught":
      return `caught in ${verdict.seconds.toFixed(1)} s by ${verdict.by.title}: ${verdict.by.reason}`;
    case "survived":
      return `SURVIVED ${verdict.tests} tests`;
    case "inconclusive":
      return `INCONCLUSIVE: ${verdict.because}`;
  }
}
