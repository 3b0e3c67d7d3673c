import { z } from "zod";
import { conversationId, watermark } from "../ids.ts";
import { operation } from "../operation.ts";

export const receiptAdvance = operation({
  name: "receipt/advance",
  doc: "Moves the caller's watermarks forward; a lower value than the present one changes nothing, and none passes the end of the log. Read implies delivered, heard implies both.",
  access: "device",
  input: z.object({
    conversation_id: conversationId,
    delivered: watermark.optional(),
    read: watermark.optional(),
    heard: watermark.optional(),
  }),
  output: z.object({ delivered: watermark, read: watermark, heard: watermark }),
  errors: ["not_found"],
});
