import type { SmsReason } from "@feiliao/protocol";
import {
  type BeginSms,
  type NewSms,
  SMS_STEPS_MAX,
  type SmsBudget,
  type SmsRow,
  type SmsSettlement,
  type SmsStep,
} from "./ledger.ts";

/** A row with what only the ledger itself needs. */
export interface LedgerRow extends SmsRow {
  deadline: number | null;
  /** What the present attempt took from budgets, and a refusal gives back. */
  taken: readonly Pick<SmsBudget, "key" | "amount">[];
  /** How many parts must be delivered. */
  parts: number;
}

/** Pure, so that every store decides alike. Each answers the row as it is then, or null when nothing changes. */

export function queued({ now, ...sms }: NewSms): Omit<LedgerRow, "sms_id"> {
  return {
    ...sms,
    ...{ state: "queued", reason: null, attempt: 0, extension: "", units: 0, fen: 0 },
    ...{ created_at: now, begun_at: null, changed_at: now, deadline: null, taken: [], parts: 0, revision: 1 },
    steps: [{ state: "queued", at: now, code: null }],
  };
}

export function begun(
  row: LedgerRow,
  { link, units, fen, extension, budgets, now, deadline }: BeginSms,
): LedgerRow {
  const taken = budgets.map(({ key, amount }) => ({ key, amount }));
  const attempt = row.attempt + 1;
  const begun = {
    ...row,
    link,
    units,
    fen,
    extension,
    attempt,
    begun_at: now,
    deadline,
    taken,
    parts: units,
  };
  return moved(begun, "begun", null, now, null);
}

/** An answer counts for the present attempt only, and also after its deadline. */
export function settled(row: LedgerRow, result: SmsSettlement): LedgerRow | null {
  const open = row.state === "begun" || row.state === "unknown";
  if (!open || result.attempt !== row.attempt) return null;
  switch (result.outcome) {
    case "accepted": {
      const parts = result.carrier_message_ids.length;
      return moved({ ...row, parts, deadline: null }, "accepted", null, result.now, null);
    }
    case "unknown":
      return row.state === "unknown"
        ? null
        : moved({ ...row, deadline: null }, "unknown", null, result.now, null);
    case "refused": {
      const { again, reason, code, now } = result;
      const given_back: LedgerRow = { ...row, units: 0, fen: 0, taken: [], parts: 0, deadline: null };
      return again
        ? moved({ ...given_back, ...again }, "queued", null, now, code)
        : moved(given_back, "failed", reason, now, code);
    }
  }
}

/**
 * What its parts make of an SMS that the carrier took, or may have taken: it is as its worst part. Where some of them have no
 * answer, it stays unknown, and with it what they cost.
 */
export function judged(row: LedgerRow, parts: readonly PartState[], now: number): LedgerRow | null {
  if (!mayBeReported(row) || (row.state === "unknown" && parts.length < row.parts)) return null;
  const worst = parts.find(({ state }) => state === "failed" || state === "expired");
  if (worst) {
    const reason = worst.reason ?? (worst.state === "expired" ? "expired" : "unspecified");
    return row.state === "failed" && row.reason === reason
      ? null
      : moved(row, "failed", reason, now, worst.code);
  }
  const delivered = parts.filter(({ state }) => state === "delivered");
  if (delivered.length === 0 || delivered.length < row.parts) return null;
  return row.state === "delivered" ? null : moved(row, "delivered", null, now, delivered.at(-1)!.code);
}

/** The carrier tries on: told once. */
export function buffered(row: LedgerRow, now: number, code: string): LedgerRow | null {
  if (row.state !== "accepted" || row.steps.at(-1)?.state === "buffered") return null;
  return {
    ...row,
    steps: withStep(row.steps, { state: "buffered", at: now, code }),
    revision: row.revision + 1,
  };
}

export function overdue(row: LedgerRow, now: number): LedgerRow | null {
  if (row.state === "begun" && row.deadline !== null && row.deadline <= now) {
    return moved({ ...row, deadline: null }, "unknown", null, now, null);
  }
  return row.state === "queued" && row.expires_at <= now ? moved(row, "failed", "expired", now, null) : null;
}

export function dropped(
  row: LedgerRow,
  end: { state: "failed" | "cancelled"; reason: SmsReason | null; now: number },
): LedgerRow | null {
  return row.state === "queued" ? moved(row, end.state, end.reason, end.now, null) : null;
}

/** What a carrier's statement says of an SMS that nobody had answered for, and what was reported of its parts by then. */
export function billed(
  row: LedgerRow,
  taken: boolean,
  parts: readonly PartState[],
  now: number,
): LedgerRow | null {
  if (row.state !== "begun" && row.state !== "unknown") return null;
  if (taken) {
    const accepted = moved({ ...row, deadline: null }, "accepted", null, now, null);
    return judged(accepted, parts, now) ?? accepted;
  }
  return moved({ ...row, deadline: null, units: 0, fen: 0, taken: [] }, "failed", "unspecified", now, null);
}

/** Failed and cancelled without having gone out, it has no parts that anything could be said of. */
export function mayBeReported({ state, parts }: LedgerRow): boolean {
  return parts > 0 && state !== "queued" && state !== "begun" && state !== "cancelled";
}

/** One part at the carrier. */
export interface PartState {
  state: "pending" | "failed" | "expired" | "delivered";
  reason: SmsReason | null;
  code: string | null;
}

/**
 * A part after one more report: that it was delivered holds over everything, and that it failed over nothing yet, so that the
 * order in which reports come does not matter. Null: nothing changes.
 */
export function joined(part: PartState, report: PartState): PartState | null {
  const rank = { pending: 0, failed: 1, expired: 1, delivered: 2 } as const;
  return rank[report.state] > rank[part.state] ? report : null;
}

function moved(
  row: LedgerRow,
  state: LedgerRow["state"],
  reason: SmsReason | null,
  now: number,
  code: string | null,
): LedgerRow {
  const steps = withStep(row.steps, { state, at: now, code });
  return { ...row, state, reason, changed_at: now, steps, revision: row.revision + 1 };
}

/** When there are too many, those in the middle go: how it began and what it came to stay. */
function withStep(steps: readonly SmsStep[], step: SmsStep): SmsStep[] {
  return steps.length < SMS_STEPS_MAX
    ? [...steps, step]
    : [...steps.slice(0, SMS_STEPS_MAX / 2), ...steps.slice(SMS_STEPS_MAX / 2 + 1), step];
}
