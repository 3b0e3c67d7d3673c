import { z } from "zod";
import { GROUP_MEMBERS_MAX } from "../group.ts";
import { accountId, clientId, conversationId, serverTime } from "../ids.ts";
import { ack } from "../message/send.ts";
import { operation } from "../operation.ts";

export const groupChange = operation({
  name: "group/change",
  doc: "Changes what others are in a group: an entry like any other. Owner and admins remove, ban, mute and decide on requests, of those below them; roles and the hand-over are the owner's alone.",
  access: "device",
  input: z.object({
    conversation_id: conversationId,
    client_id: clientId,
    change: z
      .enum([
        "added",
        "removed",
        "banned",
        "unbanned",
        "made_admin",
        "made_member",
        "made_owner",
        "muted",
        "unmuted",
      ])
      .meta({
        description:
          "added: grants a request; removed: refuses one, takes an invitation back, or removes a member; banned: cannot come back; made_owner: the caller becomes an admin",
      }),
    account_ids: z.array(accountId).min(1).max(GROUP_MEMBERS_MAX),
    until: serverTime
      .optional()
      .meta({ description: "of muted: when they may write again; absent: for good" }),
  }),
  output: ack,
  errors: ["not_found", "forbidden", "not_a_member", "group_full", "idempotency_conflict"],
});
