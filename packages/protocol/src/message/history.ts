import { z } from "zod";
import { mentions } from "../content.ts";
import { conversationId, seq, serverTime } from "../ids.ts";
import { operation } from "../operation.ts";

export const messageHistory = operation({
  name: "message/history",
  doc: "Every wording that an edited text or caption has had, the first one first.",
  access: "device",
  input: z.object({ conversation_id: conversationId, seq }),
  output: z.object({
    wordings: z
      .array(
        z.object({
          text: z.string().meta({ description: "empty: a caption that was added later" }),
          mentions: mentions.optional(),
          at: serverTime,
        }),
      )
      .meta({ description: "the first one first" }),
  }),
  errors: ["not_found", "target_gone"],
});
