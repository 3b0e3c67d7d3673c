import { z } from "zod";
import { conversationId, seq } from "../ids.ts";
import { operation } from "../operation.ts";
import { HIDDEN_AT_ONCE_MAX } from "../sync/account-change.ts";

export const messageHide = operation({
  name: "message/hide",
  doc: "Deletes messages for the caller alone, on all devices; everybody else still has them.",
  access: "device",
  input: z.object({
    conversation_id: conversationId,
    seqs: z.array(seq).min(1).max(HIDDEN_AT_ONCE_MAX).meta({ description: "in any order" }),
  }),
  output: z.object({}),
  errors: ["not_found"],
});
