import type { Finding } from "../audit/finding.ts";
import type { Work } from "../audit/work.ts";
import type { Seeded } from "./seeded.ts";

/** As in the matrix; `-cluster` where a fault of one node is tried on several as well. */
export type FaultId = `F${number}` | `F${number}-cluster`;

/** One fault of the matrix: what is done to the service, and how much of it. */
export interface Fault {
  id: FaultId;
  /** What holds in spite of it, as a sentence. */
  title: string;
  /** The rules of the delivery contract that it tries, as in "D1–D4". */
  rules: string;
  /** `node`: one server with the embedded store. `cluster`: nodes on PostgreSQL and NATS. */
  needs: "node" | "cluster";
  /** What an amount counts, as in "kills". */
  unit: string;
  /** How much the test suite does, how much one run of the campaign does, and how much the campaign is to reach. */
  amount: { short: number; run: number; campaign: number };
  /** For the test suite: no run may take longer. */
  limit_ms: number;
  /** Why it cannot be tried on this machine, or null. */
  unavailable?(): string | null;
  run(context: FaultContext): Promise<Outcome>;
}

export interface FaultContext {
  seed: number;
  random: Seeded;
  amount: number;
  /** In the test suite: what lasts may last only as long as it takes to see something. */
  brief: boolean;
  /** An empty folder of this run's own. */
  folder: string;
}

export interface Outcome {
  /** How much was done. */
  amount: number;
  work: Partial<Work>;
  /** How many findings there are in all, of which `findings` are the first of each kind. */
  count: number;
  findings: Finding[];
  /** What else was measured, with units in the names. */
  figures: Record<string, number>;
}
