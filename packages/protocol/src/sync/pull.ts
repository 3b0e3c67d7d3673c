import { z } from "zod";
import { entry } from "../entry.ts";
import { conversationInfo } from "../group.ts";
import { conversationId, watermark } from "../ids.ts";
import { member } from "../member.ts";
import { operation } from "../operation.ts";
import { accountChange } from "./account-change.ts";

/** More than a frame can hold. */
const SEALED_CHARACTERS_MAX = 256 * 1024;

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
  members: z.array(member).meta({
    description:
      "the members whose state changed, or all of them on reset, former ones included; in a channel only owner, admins and oneself",
  }),
  info: conversationInfo
    .optional()
    .meta({ description: "what the conversation is; absent when that did not change" }),
});
export type ConversationChange = z.infer<typeof conversationChange>;

export const syncPull = operation({
  name: "sync/pull",
  doc: "Everything that changed since the token, page by page: repeat with the new token while `more` is true. Without a token, everything, with the newest entries of each conversation. The token is sealed; keep it and give it back unchanged. In accounts of many conversations an answer also has a `base`, which the tokens after it build on: keep the newest beside the token, and send it when the answer is `base_required`.",
  access: "device",
  input: z.object({
    token: z.string().max(SEALED_CHARACTERS_MAX).nullish(),
    base: z.string().max(SEALED_CHARACTERS_MAX).nullish().meta({
      description: "of an earlier answer; only needed when an answer was base_required",
    }),
  }),
  output: z.object({
    token: z.string(),
    base: z.string().optional().meta({ description: "replaces the one from before" }),
    more: z.boolean(),
    account_reset: z
      .boolean()
      .meta({ description: "true: forget the account state kept so far; these changes rebuild it" }),
    account: z.array(accountChange),
    conversations: z.array(conversationChange),
  }),
  errors: ["base_required"],
});
export type SyncPage = z.infer<typeof syncPull.output>;
