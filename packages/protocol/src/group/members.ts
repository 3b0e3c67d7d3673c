import { z } from "zod";
import { memberState } from "../group.ts";
import { accountId, conversationId } from "../ids.ts";
import { member } from "../member.ts";
import { operation } from "../operation.ts";

export const MEMBERS_PER_PAGE_MAX = 500;

export const groupMembers = operation({
  name: "group/members",
  doc: "Who belongs to a conversation, page by page, or who has asked to, was invited, left, was removed or banned. sync/pull tells the same of groups; of a channel only owner and admins may see the readers, and only here.",
  access: "device",
  input: z.object({
    conversation_id: conversationId,
    state: memberState.default("active"),
    after: accountId.nullish().meta({ description: "the last one of the page before" }),
    limit: z.int().min(1).max(MEMBERS_PER_PAGE_MAX).default(100),
  }),
  output: z.object({ members: z.array(member), more: z.boolean() }),
  errors: ["not_found", "forbidden"],
});
