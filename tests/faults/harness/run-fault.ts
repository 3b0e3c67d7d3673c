import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Fault, Outcome } from "./fault.ts";
import { Seeded } from "./seeded.ts";

interface Extent {
  amount: number;
  brief: boolean;
}

/** Runs a fault once. The folder of a run that found something is kept for whoever looks into it. */
export async function runFault(fault: Fault, seed: number, { amount, brief }: Extent): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), `feiliao-${fault.id}-`));
  const outcome = await fault.run({ seed, random: new Seeded(seed), amount, brief, folder });
  if (outcome.count === 0) rmSync(folder, { recursive: true, force: true });
  else console.error(`${fault.id} with seed ${seed}: ${outcome.count} findings; its data is in ${folder}`);
  return outcome;
}
