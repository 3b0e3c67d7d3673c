import type { Inapplicable, Mutant } from "../mutant.ts";
import type { Verdict } from "./trial.ts";

const INTRODUCTION = `# Mutants

Would the tests notice? Each row is a deliberate mistake, made in a copy of the sources (\`tests/mutants\`), and the test that failed with it; without it, the same test passed just before. M1 to M22 are the mistakes that messengers have made and that the delivery contract excludes; the others break rules of our own. \`npm run mutants\` tries all of them and writes this table, \`npm run mutants -- M7 M12\` tries some, and the part \`mutants\` of \`npm test\` does so for every change.

A row that says **nobody** is a hole in the tests: write the missing test. A mutant whose text is not in the sources any more fails: give it its new place, or take it out with the rule it broke.
`;

/** docs/mutants.md */
export function documentOf(
  mutants: readonly Mutant[],
  inapplicable: readonly Inapplicable[],
  verdicts: ReadonlyMap<string, Verdict>,
): string {
  const rows = mutants.map((mutant) => rowOf(mutant, verdicts.get(mutant.id)!));
  const caught = [...verdicts.values()].filter(({ verdict }) => verdict === "caught").length;
  const notes = inapplicable.map(({ id, breaks, because }) => `${id}, ${breaks}: ${because}.`);
  return [
    INTRODUCTION,
    `${caught} of ${mutants.length} were caught.\n`,
    "| Mutant | Rule | The mistake | Caught by | Seconds |",
    "|---|---|---|---|---|",
    ...rows,
    "",
    ...notes,
    "",
  ].join("\n");
}

function rowOf({ id, rule, breaks }: Mutant, verdict: Verdict): string {
  const [by, seconds] =
    verdict.verdict === "caught" ? [verdict.by.title, verdict.seconds.toFixed(1)] : ["**nobody**", ""];
  return `| ${[id, rule, breaks, by, seconds].map(cell).join(" | ")} |`;
}

const ROW = /^\| (M\d+[a-z]?) \| [^|]* \| (.*?) \| /gm;

/** What the rows of docs/mutants.md say. */
export function listedIn(document: string): { id: string; breaks: string }[] {
  return [...document.matchAll(ROW)].map(([, id, breaks]) => ({ id: id!, breaks: breaks! }));
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
