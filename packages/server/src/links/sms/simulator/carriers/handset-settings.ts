import { z } from "zod";
import { MAINLAND } from "./carrier.ts";

const course = z.enum(["as_usual", "late", "twice", "lost"]);

/**
 * The state of a handset and its line, and what goes wrong on the way to it.
 *
 * line: `off` 关机, SMS wait until it is on again or expire · `suspended` 停机 · `cancelled` 空号 · `no_money` 欠费, it
 * receives but cannot send.
 */
export const handsetSettings = z.strictObject({
  line: z.enum(["on", "off", "suspended", "cancelled", "no_money"]),
  /** 携号转网; null: where its prefix belongs. */
  ported_to: z.enum(MAINLAND).nullable(),
  /** 黑名单: the handset's owner had the carrier stop our SMS. */
  blocks_us: z.boolean(),
  /** What it answers to every SMS by itself. */
  auto_reply: z.string().trim().min(1).max(500).nullable(),
  sms: course,
  reports: course,
  /** The carrier's answers to our submits. */
  answers: z.enum(["as_usual", "late", "lost"]),
});
export type HandsetSettings = z.infer<typeof handsetSettings>;

/** Some of them, to be changed. */
export const handsetChange = handsetSettings.partial();
export type HandsetChange = z.infer<typeof handsetChange>;

export const USUAL_HANDSET: HandsetSettings = {
  line: "on",
  ported_to: null,
  blocks_us: false,
  auto_reply: null,
  sms: "as_usual",
  reports: "as_usual",
  answers: "as_usual",
};
