import { isIP } from "node:net";
import { smsReason } from "@feiliao/protocol";
import { z } from "zod";
import { PATH } from "./document.ts";

const REFUSALS = [
  "number_unknown",
  "suspended",
  "no_money",
  "blocked",
  "filtered",
  "bad_request",
  "not_mine",
  "denied",
  "closed",
  "throttled",
  "unspecified",
] as const;

const template = z.string().meta({ description: "text with placeholders such as {to} and {secret:token}" });
const templates = z.record(z.string(), template);
const path = z
  .string()
  .regex(PATH, "must be like $.message.id, or ?id for the query")
  .meta({ description: "where it is: $.message.id in the body, ?id in the query" });
const secretName = z.string().min(1).meta({ description: "which of the link's secrets" });

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

function isNetwork(text: string): boolean {
  const [address = "", prefix = "0", ...more] = text.split("/");
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return more.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= bits;
}

/** How a provider is asked to send one SMS. */
export const requestSettings = z
  .strictObject({
    method: z.enum(["GET", "POST", "PUT"]).default("POST"),
    url: template,
    query: templates.default({}),
    headers: templates.default({}),
    form: templates.optional(),
    json: z.unknown().optional().meta({ description: "any JSON, with placeholders in its texts" }),
    signature: z
      .strictObject({ scheme: z.literal("aliyun"), access_key_secret: secretName })
      .optional()
      .meta({ description: "signs the fields of the form, or of the query when there is none" }),
    timeout_ms: z.int().min(1_000).max(120_000).default(15_000),
  })
  .refine(({ form, json }) => form === undefined || json === undefined, "has either form or json");

/** What its answer means. */
export const answerSettings = z.strictObject({
  accepted: z
    .strictObject({
      status: z.array(z.int().min(200).max(299)).min(1).default([200, 201, 202]),
      equals: z.record(path, z.string()).default({}),
      matches: z
        .string()
        .refine(isPattern, "must be a regular expression")
        .optional()
        .meta({ description: "regular expression for an answer that is plain text" }),
    })
    .prefault({}),
  message_id: path.nullable().meta({
    description: "null: the provider names none, and reports carry {id}, which the request gave it",
  }),
  code: path.optional().meta({ description: "why it was refused, as the provider says it" }),
  refusals: z.record(z.string(), z.enum(REFUSALS)).default({}),
  unknown: z
    .array(z.string())
    .default([])
    .meta({ description: "codes after which the SMS may arrive all the same" }),
});

/** How the provider says what became of an SMS. */
export const reportSettings = z.strictObject({
  list: path.optional().meta({ description: "an array of reports; the paths below begin at each of them" }),
  message_id: path,
  to: path,
  state: path,
  states: z.record(z.string(), z.enum(["delivered", "failed", "expired", "unknown", "buffered", "ignored"])),
  code: path.optional(),
  reasons: z.record(z.string(), smsReason).default({}),
  at: path.optional(),
});

/** How the provider hands over what handsets write. */
export const incomingSettings = z.strictObject({
  list: path.optional(),
  message_id: path,
  from: path,
  to: path,
  text: path,
  at: path.optional(),
});

/** How we know that a webhook comes from the provider. All that are given must hold. */
export const webhookCheck = z.discriminatedUnion("check", [
  z.strictObject({
    check: z.literal("twilio").meta({ description: "HMAC-SHA1 of URL and fields in X-Twilio-Signature" }),
    secret: secretName,
  }),
  z.strictObject({
    check: z.literal("hmac").meta({ description: "HMAC of the body in a header" }),
    algorithm: z.enum(["sha1", "sha256"]),
    header: z.string().min(1),
    encoding: z.enum(["hex", "base64"]),
    secret: secretName,
  }),
  z.strictObject({
    check: z.literal("token").meta({ description: "a token that only the provider knows" }),
    header: z.string().min(1).optional(),
    query: z.string().min(1).optional(),
    secret: secretName,
  }),
  z.strictObject({
    check: z.literal("addresses").meta({ description: "where the connection comes from" }),
    allow: z.array(z.string().refine(isNetwork, "must be an address or a network, as 203.0.113.0/24")).min(1),
  }),
]);

export const webhookSettings = z.strictObject({
  checks: z.array(webhookCheck).min(1, "say how a webhook is known to come from the provider"),
  report: reportSettings.optional(),
  incoming: incomingSettings.optional(),
  utc_offset: z
    .string()
    .regex(/^[+-]\d\d:\d\d$/)
    .default("+00:00")
    .meta({ description: "of times that name no zone" }),
  /** What the provider wants to hear. */
  reply: z
    .strictObject({ status: z.int().min(200).max(299), content_type: z.string(), body: z.string() })
    .optional(),
});

export const httpSettings = z.strictObject({
  request: requestSettings,
  answer: answerSettings,
  webhooks: webhookSettings.optional(),
});

export type HttpSettings = z.infer<typeof httpSettings>;
export type HttpSettingsInput = z.input<typeof httpSettings>;
export type RequestSettings = z.infer<typeof requestSettings>;
export type AnswerSettings = z.infer<typeof answerSettings>;
export type WebhookSettings = z.infer<typeof webhookSettings>;
export type WebhookCheck = z.infer<typeof webhookCheck>;
