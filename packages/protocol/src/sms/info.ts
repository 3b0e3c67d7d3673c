import { z } from "zod";
import { accountId, conversationId, seq, serverTime } from "../ids.ts";
import { operation } from "../operation.ts";
import { smsProgress } from "./sms.ts";

export const smsInfo = operation({
  name: "sms/info",
  doc: "The way of the caller's own message as SMS: to whom, over which carrier, when, at which price, and why not.",
  access: "device",
  input: z.object({ conversation_id: conversationId, seq }),
  output: z.object({
    recipients: z
      .array(
        z.object({
          account_id: accountId,
          progress: smsProgress.meta({ description: "how far it has come" }),
          steps: z
            .array(
              z.object({
                state: z.enum([
                  "queued",
                  "begun",
                  "sent",
                  "buffered",
                  "delivered",
                  "failed",
                  "unknown",
                  "cancelled",
                ]),
                at: serverTime,
                code: z.string().nullable().meta({ description: "as the carrier said it" }),
              }),
            )
            .meta({ description: "the oldest first" }),
        }),
      )
      .meta({ description: "everybody it was meant for" }),
  }),
  errors: ["not_found"],
});
