import { parseArgs } from "node:util";
import { simulate } from "./simulate.ts";
import { addWork, describeWork, noWork } from "./work.ts";

// bun tests/simulation/main.ts --seeds 10000 --from 0     runs many and prints those that fail
// bun tests/simulation/main.ts --seed 17                  runs one and prints everything that happens in it

const { values } = parseArgs({
  options: {
    ...{ seed: { type: "string" }, seeds: { type: "string" }, from: { type: "string" } },
    nodes: { type: "string", default: "1" },
  },
});
const nodes = Number(values.nodes);
/** A campaign that is cut short has said how far it came. */
const PROGRESS_SEEDS = 200;

if (values.seed === undefined) await campaign(Number(values.from ?? 0), Number(values.seeds ?? 1_000));
else await replay(Number(values.seed));

async function replay(seed: number): Promise<void> {
  const { findings, hash, work } = await simulate(seed, nodes, (line) => console.log(line));
  console.log(`\nseed ${seed}, trace ${hash}: ${describeWork(work)}`);
  report(seed, findings);
}

async function campaign(from: number, count: number): Promise<void> {
  let total = noWork();
  let failed = 0;
  for (let seed = from; seed < from + count; seed++) {
    const { findings, work } = await simulate(seed, nodes);
    total = addWork(total, work);
    if (findings.length > 0) failed++;
    report(seed, findings);
    const done = seed + 1 - from;
    if (done % PROGRESS_SEEDS === 0) console.log(`${done} seeds, ${failed} failed`);
  }
  console.log(`${count} seeds from ${from}, ${failed} failed: ${describeWork(total)}`);
}

function report(seed: number, findings: readonly string[]): void {
  for (const finding of findings) console.log(`seed ${seed}: ${finding}`);
  if (findings.length > 0) process.exitCode = 1;
}
