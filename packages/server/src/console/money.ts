import type { SmsSum } from "../store/sms/billing.ts";

/** What went out, and what it costs in 0.01 CNY. The carrier's bill is from `confirmed_fen` to both together. */
export interface Money {
  sms: number;
  units: number;
  /** The carrier took it; by its statement where one was imported, else by our prices. */
  confirmed_fen: number;
  /** Nobody has answered: it may be billed or not, until the carrier's statement is imported. */
  unknown_fen: number;
  /** How many SMS a statement was imported for, and what it bills for them. */
  stated: number;
  stated_fen: number;
}

export function moneyOf(sums: readonly SmsSum[]): Money {
  const sent = sums.filter(({ units }) => units > 0);
  const of = (read: (sum: SmsSum) => number) => sent.reduce((total, sum) => total + read(sum), 0);
  return {
    sms: of(({ count }) => count),
    units: of(({ units }) => units),
    confirmed_fen: of((sum) => (isAnswered(sum) ? sum.fen : 0)),
    unknown_fen: of((sum) => (isAnswered(sum) ? 0 : sum.fen)),
    stated: of(({ billed }) => billed),
    stated_fen: of(({ billed_fen }) => billed_fen),
  };
}

function isAnswered({ state }: SmsSum): boolean {
  return state !== "unknown" && state !== "begun";
}
