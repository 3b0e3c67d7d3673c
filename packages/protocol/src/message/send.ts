import { z } from "zod";
import { sendableContent } from "../content.ts";
import { clientId, conversationId, seq, serverTime } from "../ids.ts";
import { operation } from "../operation.ts";
import { smsConsent } from "../sms/sms.ts";

/** Position of a send among those of one device to one conversation: 1, 2, 3 … without gaps. */
export const deviceSeq = z.int().min(1);

/** Where an append landed; only given when it is durable. */
export const ack = z.object({
  epoch: z.int(),
  seq,
  server_time: serverTime,
  expires_in_s: z
    .int()
    .min(1)
    .optional()
    .meta({ description: "given where messages disappear: this long after server_time" }),
});
export type Ack = z.infer<typeof ack>;

export const messageSend = operation({
  name: "message/send",
  doc: "Appends a message. The answer means it is on disk. The same client_id with the same content gives the original answer, for ever and from any node.",
  access: "device",
  input: z.object({
    conversation_id: conversationId,
    client_id: clientId,
    content: sendableContent,
    device_seq: deviceSeq
      .optional()
      .meta({ description: "when given, sends of this device land in this order" }),
    sms: smsConsent
      .optional()
      .meta({ description: "to those without the app as SMS too; see sms/rate for the price" }),
  }),
  output: ack,
  errors: [
    "not_found",
    "forbidden",
    "blocked",
    "muted",
    "target_gone",
    "idempotency_conflict",
    "out_of_order",
    "media_missing",
    "group_full",
    "sms_unavailable",
    "sms_price",
  ],
});
