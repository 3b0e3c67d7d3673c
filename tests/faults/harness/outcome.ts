import type { Report } from "../audit/audit.ts";
import type { Finding } from "../audit/finding.ts";
import type { Outcome } from "./fault.ts";

/** What a run comes to: the audit's report, and what the fault itself found besides. */
export function conclude(
  amount: number,
  { work, count, findings }: Report,
  extra: { findings?: Finding[]; figures?: Record<string, number> } = {},
): Outcome {
  const more = extra.findings ?? [];
  const figures = extra.figures ?? {};
  return { amount, work, count: count + more.length, findings: [...findings, ...more], figures };
}

/** D20: back within three seconds. Three times that is allowed here, since the machine is shared. */
const RECOVERY_MS_MAX = 3 * 3_000;

/** How long a server took to come back, and a finding when that was too long. */
export function slowest(starts_ms: readonly number[]): {
  findings: Finding[];
  figures: Record<string, number>;
} {
  const sorted = starts_ms.toSorted((a, b) => a - b);
  const p99_ms = sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0;
  const slow: Finding = { rule: "D20", kind: "slow to come back", detail: `${Math.round(p99_ms)} ms (p99)` };
  return {
    findings: p99_ms > RECOVERY_MS_MAX ? [slow] : [],
    figures: { recovery_p99_ms: Math.round(p99_ms) },
  };
}
