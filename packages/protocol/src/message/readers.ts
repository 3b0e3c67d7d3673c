import { z } from "zod";
import { accountId, conversationId, seq } from "../ids.ts";
import { operation } from "../operation.ts";

export const READERS_PER_PAGE_MAX = 500;

/** How far a message has come with one member. */
export const reader = z.object({
  account_id: accountId,
  name: z.string().nullable(),
  delivered: z.boolean().meta({ description: "it is on a device of the member" }),
  read: z.boolean(),
  heard: z.boolean().meta({ description: "of voice: the member has listened to it" }),
});
export type Reader = z.infer<typeof reader>;

export const messageReaders = operation({
  name: "message/readers",
  doc: "How far a message has come with each of the other members, page by page. Members who came after it are left out. In a channel only owner and admins may ask.",
  access: "device",
  input: z.object({
    conversation_id: conversationId,
    seq,
    after: accountId.nullish().meta({ description: "the last one of the page before" }),
    limit: z.int().min(1).max(READERS_PER_PAGE_MAX).default(200),
  }),
  output: z.object({
    readers: z.array(reader).meta({ description: "a page of the other members" }),
    next: accountId.nullable().meta({ description: "give it as `after`; null: that was all" }),
  }),
  errors: ["not_found", "forbidden"],
});
