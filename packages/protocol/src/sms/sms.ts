import { z } from "zod";
import { accountId, serverTime } from "../ids.ts";
import { CARRIERS } from "../numbers/carrier.ts";

/** People without the app that one message may be sent to as SMS: never a group of hundreds. */
export const SMS_RECIPIENTS_MAX = 20;

/**
 * Why an SMS did not arrive. About the handset: suspended 停机 · number_unknown 空号 · absent 关机 (until it expired) ·
 * blocked 拒收 · no_money. About us: opted_out 退订 · filtered 黑名单, by its sender or its words · expired 超时 ·
 * no_route: no carrier that reaches the number · throttled · quota: the sender's own, of the day or month · budget: the
 * operator's · price: it rose above what the sender agreed to · unspecified: the carrier did not say.
 */
export const smsReason = z.enum([
  "suspended",
  "number_unknown",
  "absent",
  "blocked",
  "no_money",
  "opted_out",
  "filtered",
  "expired",
  "no_route",
  "throttled",
  "quota",
  "budget",
  "price",
  "unspecified",
]);
export type SmsReason = z.infer<typeof smsReason>;

/**
 * How far an SMS has come: `asked`, the person's own rule asks them whether to send it · `planned`, it is sent at `due_at`
 * unless the message is read before · queued · sent, the carrier took it · delivered, on the handset · failed, for a reason ·
 * unknown, the carrier has not answered, and it is not sent again · cancelled, it was not sent and will not be. SMS never
 * claims to have been read.
 */
export const smsState = z.enum([
  "asked",
  "planned",
  "queued",
  "sent",
  "delivered",
  "failed",
  "unknown",
  "cancelled",
]);
export type SmsState = z.infer<typeof smsState>;

/** message: all of it, as SMS · notice: only that there is something, for somebody who has the app. */
export const smsKind = z.enum(["message", "notice"]);
export type SmsKind = z.infer<typeof smsKind>;

/** What became of a message as SMS to one person. */
export const smsProgress = z.object({
  kind: smsKind,
  state: smsState,
  reason: smsReason.nullable(),
  carrier: z.enum(CARRIERS).nullable().meta({ description: "null outside mainland China" }),
  units: z.int().min(0).meta({ description: "SMS it takes, as the carrier counts" }),
  fen: z.int().min(0).meta({ description: "its price in 0.01 CNY" }),
  due_at: serverTime.nullable().meta({ description: "of planned and queued ones that wait: for how long" }),
  at: serverTime.meta({ description: "when it came into this state" }),
});
export type SmsProgress = z.infer<typeof smsProgress>;

/** What the sender has agreed to: the price they were shown. */
export const smsConsent = z.object({
  fen_max: z.int().min(0).meta({ description: "in 0.01 CNY, for all recipients together" }),
  at_night: z
    .enum(["now", "wait"])
    .default("now")
    .meta({ description: "from 22:00 to 8:00 where the recipient is: at once, or in the morning" }),
});
export type SmsConsent = z.infer<typeof smsConsent>;

/** Units used and allowed, of the person who sends. */
export const smsUsage = z.object({
  day: z.int().min(0).meta({ description: "used today" }),
  day_max: z.int().min(0).meta({ description: "allowed a day" }),
  month: z.int().min(0).meta({ description: "used this month" }),
  month_max: z.int().min(0).meta({ description: "allowed a month" }),
  fen_month: z.int().min(0).meta({ description: "in 0.01 CNY" }),
});
export type SmsUsage = z.infer<typeof smsUsage>;

/** How a text reaches one person as SMS, so that a device can count and price it while it is written. */
export const smsRecipient = z.object({
  account_id: accountId,
  carrier: z
    .enum(CARRIERS)
    .nullable()
    .meta({ description: "as far as it is known; null outside mainland China" }),
  refused: smsReason.nullable().meta({ description: "why it would not be sent; null: it would" }),
  before: z.string().meta({ description: "stands in front of the text: signature and name; counted" }),
  after: z.string().meta({ description: "stands behind it, as how to answer and opt out; counted" }),
  gsm7: z.boolean().meta({ description: "whether GSM 03.38 counts 160 a unit; else only ASCII does, alone" }),
  fen_per_unit: z.int().min(0).meta({ description: "in 0.01 CNY" }),
  quiet_until: serverTime.nullable().meta({ description: "it is night where they are, until then" }),
});
export type SmsRecipient = z.infer<typeof smsRecipient>;
