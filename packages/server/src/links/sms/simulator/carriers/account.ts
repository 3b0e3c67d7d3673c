/**
 * Who sends and receives SMS over the carriers: this server, and a guest, for any other program that wants to try them.
 * Handsets reach each at its own number, with or without further digits.
 */
export const ACCOUNTS = ["own", "guest"] as const;
export type AccountName = (typeof ACCOUNTS)[number];

/** The sender the handsets see. Services of mainland China send from numbers that begin with 106. */
export const SERVICE_NUMBER = "10690013800";

export const ACCESS_NUMBERS: Record<AccountName, string> = { own: SERVICE_NUMBER, guest: "10690026800" };

/** Digits that may follow an access number. */
export const EXTENSION_DIGITS_MAX = 6;

/** Whose number a handset wrote to; null: nobody's. */
export function accountAt(number: string): AccountName | null {
  return ACCOUNTS.find((account) => number.startsWith(ACCESS_NUMBERS[account])) ?? null;
}
