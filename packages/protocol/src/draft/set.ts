import { z } from "zod";
import { TEXT_CHARACTERS_MAX } from "../content.ts";
import { conversationId, seq } from "../ids.ts";
import { operation } from "../operation.ts";

export const draftSet = operation({
  name: "draft/set",
  doc: "Keeps what the caller is writing in a conversation, for the other devices to go on with. Call it when the typing pauses, and with an empty text when the draft was sent or dropped.",
  access: "device",
  input: z.object({
    conversation_id: conversationId,
    text: z.string().max(TEXT_CHARACTERS_MAX),
    reply_to: seq.nullable().default(null),
  }),
  output: z.object({}),
  errors: ["not_found"],
});
