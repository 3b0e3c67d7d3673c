import { z } from "zod";
import { conversationId, seq } from "../ids.ts";
import { operation } from "../operation.ts";
import { smsConsent } from "./sms.ts";

export const smsSend = operation({
  name: "sms/send",
  doc: "Sends the caller's own message, which is in the log, to those who have not got it in the app. Whatever asks for it and however often, a message goes to a person as SMS at most once.",
  access: "device",
  input: z.object({
    conversation_id: conversationId,
    seq,
    consent: smsConsent.meta({ description: "what the person has agreed to" }),
  }),
  output: z.object({}),
  errors: [
    "not_found",
    "forbidden",
    "blocked",
    "muted",
    "target_gone",
    "group_full",
    "sms_unavailable",
    "sms_price",
  ],
});
