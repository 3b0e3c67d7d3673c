import type { SmsSum } from "@feiliao/server/store/sms/billing";

/** Rows of which nobody knows whether the carrier took them. */
const UNKNOWN: ReadonlySet<SmsSum["state"]> = new Set(["begun", "unknown"]);

/** What is certainly to be paid. */
export function confirmedFen(sums: readonly SmsSum[]): number {
  return sumOf(sums, ({ state, fen }) => (UNKNOWN.has(state) ? 0 : fen));
}

/** What may have to be paid besides. */
export function unknownFen(sums: readonly SmsSum[]): number {
  return sumOf(sums, ({ state, fen }) => (UNKNOWN.has(state) ? fen : 0));
}

/** What the carrier's statement says is to be paid. */
export function billedFen(sums: readonly SmsSum[]): number {
  return sumOf(sums, ({ billed_fen }) => billed_fen);
}

function sumOf(sums: readonly SmsSum[], of: (sum: SmsSum) => number): number {
  return sums.reduce((total, sum) => total + of(sum), 0);
}
