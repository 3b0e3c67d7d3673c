import { z } from "zod";
import { clientId, conversationId } from "../ids.ts";
import { operation } from "../operation.ts";
import { inviteToken } from "./invite-token.ts";

export const groupJoin = operation({
  name: "group/join",
  doc: "Joins by an invite link, or asks to be let in where an admin decides on that. Members get the answer that they are.",
  access: "device",
  input: z.object({ token: inviteToken, client_id: clientId }),
  output: z.object({
    conversation_id: conversationId,
    state: z.enum(["active", "requested"]),
  }),
  errors: ["link_invalid", "group_full", "idempotency_conflict"],
});
