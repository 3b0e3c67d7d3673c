import { z } from "zod";
import { entry } from "../entry.ts";
import { conversationId, watermark } from "../ids.ts";
import { member } from "../member.ts";
import { operation } from "../operation.ts";
import { accountChange } from "./account-change.ts";

/** What changed in one conversation since the token. */
export const conversationChange = z.object({
  conversation_id: conversationId,
  epoch: z.int(),
  last_seq: watermark,
  reset: z.boolean().meta({
    description:
      "true: the server cannot continue what the device has of this log (it is new to the device, or its epoch changed); start from these entries",
  }),
  entries: z.array(entry).meta({ description: "contiguous and ascending" }),
  members: z.array(member).meta({ description: "the members whose state changed, or all of them on reset" }),
});
export type ConversationChange = z.infer<typeof conversationChange>;

export const syncPull = operation({
  name: "sync/pull",
  doc: "Everything that changed since the token, page by page: repeat with the new token while `more` is true. Without a token, everything, with the newest entries of each conversation. The token is sealed; keep it and give it back unchanged.",
  access: "device",
  input: z.object({ token: z.string().max(400_000).nullish() }),
  output: z.object({
    token: z.string(),
    more: z.boolean(),
    account_reset: z
      .boolean()
      .meta({ description: "true: forget the account state kept so far; these changes rebuild it" }),
    account: z.array(accountChange),
    conversations: z.array(conversationChange),
  }),
  errors: [],
});
export type SyncPage = z.infer<typeof syncPull.output>;
