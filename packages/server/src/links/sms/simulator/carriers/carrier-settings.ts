import { z } from "zod";
import type { CarrierId } from "./carrier.ts";

const percent = z.int().min(0).max(100);

/** A carrier's price, and what goes wrong with all of it. */
export const carrierSettings = z.strictObject({
  /** For each part it accepts, in 0.01 CNY. */
  price_fen: z.int().min(0).max(10_000),
  /** Takes no connection and cuts those there are. */
  down: z.boolean(),
  /** Our account with it is empty: it refuses everything. */
  no_money: z.boolean(),
  /** How late each answer comes. */
  slow_ms: z.int().min(0).max(120_000),
  /** Further submits in the same second are refused as throttled; null: none is. */
  throttle_per_s: z.int().min(0).max(10_000).nullable(),
  /** Accepted, but the answer does not come. */
  answers_lost_percent: percent,
  reports_lost_percent: percent,
  reports_twice_percent: percent,
  reports_late_percent: percent,
});
export type CarrierSettings = z.infer<typeof carrierSettings>;

/** Some of them, to be changed. */
export const carrierChange = carrierSettings.partial();
export type CarrierChange = z.infer<typeof carrierChange>;

const PRICES_FEN: Record<CarrierId, number> = {
  china_mobile: 5,
  china_unicom: 5,
  china_telecom: 5,
  world: 45,
};

export function usualCarrier(carrier: CarrierId): CarrierSettings {
  return {
    price_fen: PRICES_FEN[carrier],
    down: false,
    no_money: false,
    slow_ms: 0,
    throttle_per_s: null,
    answers_lost_percent: 0,
    reports_lost_percent: 0,
    reports_twice_percent: 0,
    reports_late_percent: 0,
  };
}
