import { z } from "zod";
import { entry } from "../entry.ts";
import { conversationId, seq, watermark } from "../ids.ts";
import { operation } from "../operation.ts";

export const READ_ENTRIES_MAX = 200;

export const conversationRead = operation({
  name: "conversation/read",
  doc: "A contiguous piece of the log in ascending order: the entries after `after_seq`, or the ones before `before_seq`, or, with neither, the newest.",
  access: "device",
  input: z.object({
    conversation_id: conversationId,
    after_seq: watermark.optional(),
    before_seq: seq.optional(),
    limit: z.int().min(1).max(READ_ENTRIES_MAX).default(50),
  }),
  output: z.object({ epoch: z.int(), entries: z.array(entry), last_seq: watermark }),
  errors: ["not_found"],
});
