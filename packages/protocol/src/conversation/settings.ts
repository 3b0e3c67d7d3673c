import { z } from "zod";
import { conversationId, serverTime } from "../ids.ts";
import { operation } from "../operation.ts";

/** What a conversation is to one person. */
export const conversationSettingsFields = {
  muted_until: serverTime.nullable().meta({ description: "no notices before; null: as ever" }),
  pinned: z.boolean().meta({ description: "at the top of the list" }),
  archived: z.boolean(),
  marked_unread: z.boolean(),
};

export const conversationSettings = operation({
  name: "conversation/settings",
  doc: "How the caller's devices treat a conversation: kept in the account's own log, where the others do not see it. All fields are replaced together.",
  access: "device",
  input: z.object({ conversation_id: conversationId, ...conversationSettingsFields }),
  output: z.object(conversationSettingsFields),
  errors: ["not_found"],
});
