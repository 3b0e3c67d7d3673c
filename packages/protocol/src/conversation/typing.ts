import { z } from "zod";
import { conversationId } from "../ids.ts";
import { operation } from "../operation.ts";

export const conversationTyping = operation({
  name: "conversation/typing",
  doc: "Tells those who attend the conversation that the caller is typing. Repeat it every 4 seconds while it lasts; it fades after 6.",
  access: "socket",
  input: z.object({ conversation_id: conversationId, typing: z.boolean() }),
  output: z.object({}),
  errors: ["not_found"],
});
