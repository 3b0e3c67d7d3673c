import type { AccountId, SmsReason, SmsUsage } from "@feiliao/protocol";
import type { LinkTerms } from "../links/sms/link-pool.ts";
import type { SmsBudget } from "../store/sms/ledger.ts";
import { dayOf, monthOf } from "./calendar.ts";

/** What the operator lets people use, and the carriers cost. */
export interface SmsLimits {
  person_day_units_max: number;
  person_month_units_max: number;
  day_fen_max: number;
  month_fen_max: number;
}

/** Whatever is only counted. */
const UNLIMITED = Number.MAX_SAFE_INTEGER;

/** Everything that one attempt takes from, at once or not at all. `sender` null: it is the server's own. */
export function budgetsOf(
  { sender, units, fen, now }: { sender: AccountId | null; units: number; fen: number; now: number },
  { id, day_fen_max, month_fen_max }: Pick<LinkTerms, "id" | "day_fen_max" | "month_fen_max">,
  limits: SmsLimits,
): SmsBudget[] {
  const day = dayOf(now);
  const month = monthOf(now);
  const ofSender = sender === null ? [] : personBudgets(sender, units, fen, now, limits);
  return [
    ...ofSender,
    { key: `link ${id} ${day}`, amount: fen, max: day_fen_max ?? UNLIMITED },
    { key: `link ${id} ${month}`, amount: fen, max: month_fen_max ?? UNLIMITED },
    { key: `all ${day}`, amount: fen, max: limits.day_fen_max },
    { key: `all ${month}`, amount: fen, max: limits.month_fen_max },
  ];
}

function personBudgets(
  sender: AccountId,
  units: number,
  fen: number,
  now: number,
  limits: SmsLimits,
): SmsBudget[] {
  const [day, month, fen_month] = personKeys(sender, now);
  return [
    { key: day, amount: units, max: limits.person_day_units_max },
    { key: month, amount: units, max: limits.person_month_units_max },
    { key: fen_month, amount: fen, max: UNLIMITED },
  ];
}

/** Whose budget a key names, as people are told. */
export function reasonOf(key: string): Extract<SmsReason, "quota" | "budget"> {
  return key.startsWith("person ") ? "quota" : "budget";
}

function personKeys(sender: AccountId, now: number): [day: string, month: string, fen_month: string] {
  const month = monthOf(now);
  return [`person ${sender} ${dayOf(now)}`, `person ${sender} ${month}`, `person ${sender} fen ${month}`];
}

/** What a person has used and may use. */
export async function usageOf(
  sms: { spent(keys: readonly string[]): Promise<number[]> },
  sender: AccountId,
  now: number,
  limits: SmsLimits,
): Promise<SmsUsage> {
  const [day = 0, month = 0, fen_month = 0] = await sms.spent(personKeys(sender, now));
  const { person_day_units_max: day_max, person_month_units_max: month_max } = limits;
  return { day, day_max, month, month_max, fen_month };
}
