import { z } from "zod";
import { groupTitle } from "../group.ts";
import { blobId, clientId, conversationId } from "../ids.ts";
import { operation } from "../operation.ts";
import { invited, invitees } from "./invitees.ts";

export const groupCreate = operation({
  name: "group/create",
  doc: "Makes a group, or a channel, which the caller owns, and adds or invites others as group/add does. The same client_id gives the same group.",
  access: "device",
  input: z.object({
    client_id: clientId,
    kind: z.enum(["group", "channel"]),
    title: groupTitle,
    picture: blobId.optional(),
    account_ids: invitees.default([]),
  }),
  output: z.object({ conversation_id: conversationId }).extend(invited.shape),
  errors: ["media_missing", "idempotency_conflict", "not_a_member"],
});
