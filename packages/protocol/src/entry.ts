import { z } from "zod";
import { messageFold } from "./change.ts";
import { entryContent, talkEndContent } from "./content.ts";
import { accountId, clientId, deviceId, seq, serverTime } from "./ids.ts";

/** One item of a conversation's log. */
export const entry = z.object({
  seq,
  sender: accountId,
  device_id: deviceId.meta({ description: "the device that wrote it; stable and never reused" }),
  client_id: clientId,
  server_time: serverTime,
  enc: z.int().meta({ description: '0: not end-to-end encrypted; show other values as "update the app"' }),
  content: entryContent,
  fold: z
    .object({ talk_end: talkEndContent.optional(), ...messageFold })
    .optional()
    .meta({ description: "what later entries made of this one" }),
});
export type Entry = z.infer<typeof entry>;
export type Fold = NonNullable<Entry["fold"]>;
