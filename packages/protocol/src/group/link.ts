import { z } from "zod";
import { conversationId, serverTime } from "../ids.ts";
import { operation } from "../operation.ts";
import { inviteToken } from "./invite-token.ts";

export const groupLink = operation({
  name: "group/link",
  doc: "The invite link of a group, for those who may add people. Owner and admins get a new one when there is none, or with `renew`, after which the one before opens nothing any more.",
  access: "device",
  input: z.object({
    conversation_id: conversationId,
    renew: z.boolean().default(false).meta({ description: "true: a new one in any case" }),
    expires_in_s: z
      .int()
      .min(300)
      .max(366 * 86_400)
      .optional()
      .meta({ description: "of a new one; absent: until it is revoked" }),
  }),
  output: z.object({
    token: inviteToken
      .nullable()
      .meta({ description: "null: there is none, and the caller may not make one" }),
    expires_at: serverTime.nullable().meta({ description: "null: not before it is revoked" }),
  }),
  errors: ["not_found", "forbidden"],
});
