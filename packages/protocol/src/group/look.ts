import { z } from "zod";
import { conversationInfo, memberState } from "../group.ts";
import { conversationId } from "../ids.ts";
import { operation } from "../operation.ts";
import { inviteToken } from "./invite-token.ts";

export const groupLook = operation({
  name: "group/look",
  doc: "What an invite link leads to, before joining.",
  access: "device",
  input: z.object({ token: inviteToken }),
  output: conversationInfo
    .pick({ kind: true, title: true, picture: true, description: true, member_count: true })
    .extend({
      conversation_id: conversationId,
      approval: z.boolean().meta({ description: "true: who joins waits for an admin" }),
      state: memberState.nullable().meta({ description: "what the caller is in it; null: nothing yet" }),
    }),
  errors: ["link_invalid"],
});
