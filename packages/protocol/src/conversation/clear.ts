import { z } from "zod";
import { conversationId, watermark } from "../ids.ts";
import { operation } from "../operation.ts";

export const conversationClear = operation({
  name: "conversation/clear",
  doc: "Deletes everything up to an entry for the caller alone, on all devices. What was cleared stays cleared.",
  access: "device",
  input: z.object({ conversation_id: conversationId, up_to: watermark }),
  output: z.object({}),
  errors: ["not_found"],
});
