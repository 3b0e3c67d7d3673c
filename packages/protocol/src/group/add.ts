import { z } from "zod";
import { clientId, conversationId } from "../ids.ts";
import { operation } from "../operation.ts";
import { invited, invitees } from "./invitees.ts";

export const groupAdd = operation({
  name: "group/add",
  doc: "Asks people in. Nobody is put into a group by strangers: who keeps the caller as a contact, or has opened their conversation, becomes a member at once; the others get an invitation.",
  access: "device",
  input: z.object({
    conversation_id: conversationId,
    client_id: clientId,
    account_ids: invitees.min(1),
  }),
  output: invited,
  errors: ["not_found", "forbidden", "not_a_member", "group_full", "idempotency_conflict"],
});
