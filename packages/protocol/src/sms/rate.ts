import { z } from "zod";
import { conversationId } from "../ids.ts";
import { operation } from "../operation.ts";
import { smsRecipient, smsUsage } from "./sms.ts";

export const smsRate = operation({
  name: "sms/rate",
  doc: "Who in a conversation is reached only by SMS, how, and at which price a unit, so that a device shows the price of what is being written. No recipients: everybody has the app. `shortened` is what stands for content that is no text, as a link.",
  access: "device",
  input: z.object({ conversation_id: conversationId }),
  output: z.object({
    recipients: z.array(smsRecipient).meta({ description: "who is reached only by SMS" }),
    available: z.boolean().meta({ description: "false: this server has no carrier for conversations" }),
    usage: smsUsage.meta({ description: "the caller's own" }),
    shortened: z.string().meta({ description: "an example of the text sent for voice, pictures and files" }),
  }),
  errors: ["not_found", "group_full"],
});
