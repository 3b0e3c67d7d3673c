import type { Work } from "../audit/work.ts";
import { boundOf, percent } from "./bound.ts";
import type { Fault } from "./fault.ts";
import type { Result } from "./results.ts";

const BEGIN = "<!-- results: written by `npm run faults` -->";
const END = "<!-- end of results -->";
const HEAD = [
  "Fault",
  "What holds in spite of it",
  "Done",
  "Seeds",
  "Seen",
  "Findings",
  "Bound (95 %)",
  "When and where",
];

/** The document with its table made anew from the results. */
export function withTable(document: string, faults: readonly Fault[], results: readonly Result[]): string {
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END);
  if (begin < 0 || end < begin) throw new Error("the document has no place for the table");
  return `${document.slice(0, begin)}${BEGIN}\n\n${table(faults, results)}\n\n${document.slice(end)}`;
}

function table(faults: readonly Fault[], results: readonly Result[]): string {
  const rows = faults.map((fault) =>
    row(
      fault,
      results.filter((result) => result.fault === fault.id),
    ),
  );
  const lines = [HEAD, HEAD.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function row({ id, title, rules, unit, amount }: Fault, results: readonly Result[]): string[] {
  const done = sum(results, (result) => result.amount);
  const findings = sum(results, (result) => result.count);
  const bound = boundOf(done, findings);
  const last = results.at(-1);
  return [
    id,
    `${title} (${rules})`,
    `${whole(done)} of ${whole(amount.campaign)} ${unit}`,
    ranges(results.map(({ seed }) => seed)),
    seen(results),
    findings === 0 ? "0" : `${findings}: ${[...new Set(results.flatMap(({ kinds }) => kinds))].join(", ")}`,
    bound === null ? "–" : `< ${percent(bound)} per ${unit.replace(/ies$/, "ys").replace(/s$/, "")}`,
    last ? `${last.date}, ${last.machine}` : "not yet",
  ];
}

function seen(results: readonly Result[]): string {
  const of = (name: keyof Work) => sum(results, ({ work }) => work[name] ?? 0);
  const parts: [keyof Work, string][] = [
    ["acknowledged", "acks"],
    ["delivered", "deliveries"],
    ["files", "files"],
  ];
  const told = parts.filter(([name]) => of(name) > 0).map(([name, word]) => `${whole(of(name))} ${word}`);
  return told.join(", ") || "–";
}

/** As in "1–8, 11". */
function ranges(seeds: readonly number[]): string {
  const runs: [first: number, last: number][] = [];
  for (const seed of [...new Set(seeds)].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run && run[1] === seed - 1) run[1] = seed;
    else runs.push([seed, seed]);
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`)).join(", ") || "–";
}

function sum(results: readonly Result[], of: (result: Result) => number): number {
  return results.reduce((total, result) => total + of(result), 0);
}

function whole(number: number): string {
  return number.toLocaleString("en-US");
}
