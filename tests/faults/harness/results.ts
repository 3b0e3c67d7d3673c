import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { arch, cpus, type as system } from "node:os";
import { join } from "node:path";
import type { Work } from "../audit/work.ts";
import type { Fault, FaultId, Outcome } from "./fault.ts";

/** One finished run of a campaign: a line of the results file. */
export interface Result {
  fault: FaultId;
  seed: number;
  amount: number;
  count: number;
  /** Kinds of findings, for the table. */
  kinds: string[];
  work: Partial<Work>;
  figures: Record<string, number>;
  seconds: number;
  /** Day, as in 2026-11-22. */
  date: string;
  /** As in "2 cores, Linux x64". */
  machine: string;
  /** Of the code that was tried. */
  revision: string;
}

const ROOT = join(import.meta.dir, "../../..");
export const RESULTS_FILE = join(ROOT, "docs/reliability-results.jsonl");

export function readResults(file = RESULTS_FILE): Result[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Result);
}

export function appendResult(result: Result, file = RESULTS_FILE): void {
  appendFileSync(file, `${JSON.stringify(result)}\n`);
}

export function resultOf(fault: Fault, seed: number, outcome: Outcome, seconds: number): Result {
  const { amount, count, findings, work, figures } = outcome;
  return {
    ...{ fault: fault.id, seed, amount, count, work, figures },
    kinds: [...new Set(findings.map(({ rule, kind }) => `${rule} ${kind}`))],
    seconds: Math.round(seconds),
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} cores, ${system()} ${arch()}`,
    revision: revision(),
  };
}

function revision(): string {
  const { stdout, exitCode } = Bun.spawnSync(["git", "rev-parse", "--short", "HEAD"], { cwd: ROOT });
  return exitCode === 0 ? stdout.toString().trim() : "unknown";
}
