import type { Failure } from "@feiliao/testkit/servers/partition";
import type { Finding } from "../audit/finding.ts";
import type { Sender } from "../workload/sender.ts";

/** A time in which one node could not reach its database. */
export interface Cut {
  failure: Failure;
  /** Somebody who writes to that node and to no other. */
  witness: Sender;
  from: number;
  to: number;
}

/** D9: five seconds. Three times that is allowed here, since the machine is shared. */
const HEAL_MS_MAX = 3 * 5_000;

/** D1: what was sent to a node while it was cut off cannot be acknowledged before the heal. */
export function cutOffAcknowledgesNothing({ failure, witness, from, to }: Cut): Finding[] {
  const said = witness.sends.filter(
    ({ invoked_at, completed_at, outcome }) =>
      invoked_at > from && (completed_at ?? to) < to && outcome.type === "acknowledged",
  );
  return said.map(({ client_id }) => ({
    rule: "D1",
    kind: "acknowledged while cut off",
    detail: `${client_id}, ${failure}`,
  }));
}

/** From the heal to the node's next ack, in milliseconds; null: there was none. */
export function healMsOf({ witness, to }: Cut): number | null {
  const next = witness.sends.find(
    ({ completed_at, outcome }) => outcome.type === "acknowledged" && (completed_at ?? 0) >= to,
  );
  return next ? next.completed_at! - to : null;
}

/** How long nodes took to serve again, and a finding for each that took too long. */
export function healing(cuts: readonly Cut[]): { findings: Finding[]; figures: Record<string, number> } {
  const healed = cuts.map((cut) => ({ ...cut, heal_ms: healMsOf(cut) ?? Number.POSITIVE_INFINITY }));
  const findings = healed
    .filter(({ heal_ms }) => heal_ms > HEAL_MS_MAX)
    .map(({ failure, from, to, heal_ms }) => ({
      rule: "D9" as const,
      kind: "slow to heal",
      detail: `${Math.round(heal_ms)} ms after ${Math.round(to - from)} ms, ${failure}`,
    }));
  const sorted = healed.map(({ heal_ms }) => heal_ms).toSorted((a, b) => a - b);
  return { findings, figures: { heal_max_ms: Math.round(sorted.at(-1) ?? 0) } };
}
