import { z } from "zod";
import { conversationId, seq } from "../ids.ts";
import { operation } from "../operation.ts";
import { keepId } from "../sync/account-change.ts";

/** What one account may keep. */
export const FAVOURITES_MAX = 2_000;

export const favouriteSet = operation({
  name: "favourite/set",
  doc: "Keeps a copy of a message among the caller's favourites, its files included: it stays when the message goes. Null removes it. Messages that disappear are not kept, and neither is a voice message before its end.",
  access: "device",
  input: z.object({
    favourite_id: keepId,
    message: z
      .object({ conversation_id: conversationId, seq })
      .nullable()
      .meta({ description: "the one to keep; null removes what is kept" }),
  }),
  output: z.object({}),
  errors: ["not_found", "forbidden", "target_gone", "limit_reached"],
});
