import { z } from "zod";
import { conversationId, seq } from "../ids.ts";
import { operation } from "../operation.ts";

export const mediaAdopt = operation({
  name: "media/adopt",
  doc: "The files of a message that the caller may read count as uploaded by the caller from now on, so that it can be forwarded without moving a byte.",
  access: "device",
  input: z.object({ conversation_id: conversationId, seq }),
  output: z.object({}),
  errors: ["not_found", "target_gone"],
});
