import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { FAULTS } from "./faults/index.ts";
import { boundOf, percent } from "./harness/bound.ts";
import type { Fault } from "./harness/fault.ts";
import { appendResult, type Result, readResults, resultOf } from "./harness/results.ts";
import { runFault } from "./harness/run-fault.ts";
import { withTable } from "./harness/table.ts";

const USAGE = `npm run faults [-- FAULT … --seed N --amount N --minutes M]

  FAULT        as in F01; none: all of them
  --seed N     one run of each with this seed, on top of what was done; without it the campaign goes on
  --amount N   how much a run does
  --minutes M  begins no run after that (default and at most 90)

Every finished run is a line of docs/reliability-results.jsonl; the table of docs/reliability.md is made from them.`;

const MINUTES_MAX = 90;
const DOCUMENT = join(import.meta.dir, "../../docs/reliability.md");

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string" },
    amount: { type: "string" },
    minutes: { type: "string", default: String(MINUTES_MAX) },
    help: { type: "boolean", default: false },
  },
});
const unknown = positionals.filter((id) => !FAULTS.some((fault) => fault.id === id));
if (values.help || unknown.length > 0) {
  console.error(unknown.length > 0 ? `no such fault: ${unknown.join(", ")}\n\n${USAGE}` : USAGE);
  process.exit(unknown.length > 0 ? 2 : 0);
}
const chosen = FAULTS.filter(({ id }) => positionals.length === 0 || positionals.includes(id));
const ends_at = performance.now() + Math.min(Number(values.minutes), MINUTES_MAX) * 60_000;
const seed = values.seed === undefined ? null : Number(values.seed);

const failed = await (seed === null ? campaign(chosen) : replay(chosen, seed));
writeFileSync(DOCUMENT, withTable(readFileSync(DOCUMENT, "utf8"), FAULTS, readResults()));
process.exit(failed ? 1 : 0);

/** Takes turns, so that an invocation that is cut short has done something of each. */
async function campaign(faults: readonly Fault[]): Promise<boolean> {
  let failed = false;
  for (let going = true; going; ) {
    going = false;
    for (const fault of faults) {
      const before = readResults().filter((result) => result.fault === fault.id);
      const done = before.reduce((sum, { amount }) => sum + amount, 0);
      const longest_s = Math.max(0, ...before.map(({ seconds }) => seconds));
      if (done >= fault.amount.campaign || performance.now() + longest_s * 1_000 > ends_at) continue;
      going = (await once(fault, 1 + Math.max(0, ...before.map((result) => result.seed)), before)) || going;
      failed ||= (readResults().at(-1)?.count ?? 0) > 0;
    }
  }
  return failed;
}

async function replay(faults: readonly Fault[], seed: number): Promise<boolean> {
  for (const fault of faults) await once(fault, seed, []);
  return readResults()
    .slice(-faults.length)
    .some(({ count }) => count > 0);
}

/** False when this machine cannot try it. */
async function once(fault: Fault, seed: number, before: readonly Result[]): Promise<boolean> {
  const reason = fault.unavailable?.() ?? null;
  if (reason) {
    console.log(`${fault.id} not tried: ${reason}`);
    return false;
  }
  const began = performance.now();
  const amount = values.amount === undefined ? fault.amount.run : Number(values.amount);
  const outcome = await runFault(fault, seed, { amount, brief: false });
  const result = resultOf(fault, seed, outcome, (performance.now() - began) / 1_000);
  appendResult(result);
  for (const found of outcome.findings) console.log(`  ${found.rule} ${found.kind}: ${found.detail}`);
  console.log(`  ${JSON.stringify(outcome.figures)}`);
  const done = [...before, result];
  const tries = done.reduce((sum, one) => sum + one.amount, 0);
  const bound = boundOf(
    tries,
    done.reduce((sum, one) => sum + one.count, 0),
  );
  console.log(
    `${fault.id} seed ${seed}: ${outcome.amount} ${fault.unit}, ${outcome.count} findings, ${result.seconds} s; ` +
      `${tries} of ${fault.amount.campaign} so far${bound === null ? "" : `, which bounds a failure at ${percent(bound)}`}`,
  );
  return true;
}
