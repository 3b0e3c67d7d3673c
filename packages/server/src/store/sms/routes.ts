import type { CarrierName } from "@feiliao/protocol/numbers";

/** Where a number is, other than its prefix says. */
export interface NumberRoute {
  /** E.164 */
  number: string;
  /** override: the operator says so · learned: carriers' answers say so. */
  override: CarrierName | null;
  learned: { carrier: CarrierName | null; not_carriers: readonly CarrierName[]; until: number } | null;
}

/** How long what carriers said about a number holds. */
export const LEARNED_ROUTE_MS = 30 * 86_400_000;

export interface SmsRoutes {
  /** What is known beyond the prefix; a number of which nothing is known is not in the answer. */
  routes(numbers: readonly string[], now: number): Promise<Map<string, NumberRoute>>;
  /** The carrier said that the number is not its own. */
  learnNotMine(number: string, carrier: CarrierName, now: number): Promise<void>;
  /** The carrier took an SMS for a number that another one did not: it is there. */
  learnCarrier(number: string, carrier: CarrierName, now: number): Promise<void>;
  /** Null takes an override back. */
  setOverrides(overrides: readonly { number: string; carrier: CarrierName | null }[]): Promise<void>;
  overrides(after: string | null, limit: number): Promise<{ number: string; carrier: CarrierName }[]>;
}
