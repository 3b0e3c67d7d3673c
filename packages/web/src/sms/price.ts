import type { SmsRate } from "@feiliao/client";
import type { SmsConsent, SmsReason } from "@feiliao/protocol";
import type { CarrierName } from "@feiliao/protocol/numbers";
import { units } from "@feiliao/sms/text/units";

/** What a message costs, for everybody who gets it as SMS. */
export interface Price {
  units: number;
  /** 0.01 CNY */
  fen: number;
  recipients: number;
  /** Each once; null stands for those of other countries. */
  carriers: readonly (CarrierName | null)[];
  /** Until then it is night for one of them. */
  quiet_until: number | null;
}

/** As the carrier counts and bills; `words` null: what goes as a link. */
export function priceOf({ recipients, shortened }: SmsRate, words: string | null): Price {
  const reached = recipients.filter(({ refused }) => refused === null);
  const counted = reached.map(({ before, after, gsm7, fen_per_unit }) => {
    const parts = units(before + (words ?? shortened) + after, { gsm7 });
    return { parts, fen: parts * fen_per_unit };
  });
  return {
    units: counted.reduce((sum, { parts }) => sum + parts, 0),
    fen: counted.reduce((sum, { fen }) => sum + fen, 0),
    recipients: reached.length,
    carriers: [...new Set(reached.map(({ carrier }) => carrier))],
    quiet_until: reached.reduce<number | null>((latest, { quiet_until }) => later(latest, quiet_until), null),
  };
}

export type Obstacle =
  | { type: "no_carrier" }
  | { type: "quota"; of: "day" | "month" }
  | { type: "refused"; reason: SmsReason };

/** Why nobody would get it as SMS; null: somebody would. */
export function obstacleTo({ available, recipients, usage }: SmsRate, price: Price): Obstacle | null {
  if (!available) return { type: "no_carrier" };
  if (price.recipients === 0) return { type: "refused", reason: recipients[0]?.refused ?? "unspecified" };
  if (usage.day + price.units > usage.day_max) return { type: "quota", of: "day" };
  if (usage.month + price.units > usage.month_max) return { type: "quota", of: "month" };
  return null;
}

/** Share of the day's or month's units from which on what is left is shown. */
const NEAR_THE_END = 0.8;

/** What is left of the day or the month, when it is little. */
export function littleLeft({ usage }: SmsRate): { of: "day" | "month"; left: number } | null {
  const { day, day_max, month, month_max } = usage;
  if (day >= day_max * NEAR_THE_END) return { of: "day", left: Math.max(0, day_max - day) };
  if (month >= month_max * NEAR_THE_END) return { of: "month", left: Math.max(0, month_max - month) };
  return null;
}

/** What one agrees to by sending at this price. */
export function consentTo({ fen, quiet_until }: Price, at_night: SmsConsent["at_night"]): SmsConsent {
  return { fen_max: fen, at_night: quiet_until === null ? "now" : at_night };
}

/** ¥0.10 */
export const yuan = (fen: number): string => `¥${(fen / 100).toFixed(2)}`;

function later(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.max(one, other);
}
