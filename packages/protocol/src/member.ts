import { z } from "zod";
import { memberState, role } from "./group.ts";
import { accountId, blobId, seq, serverTime, watermark } from "./ids.ts";

/** A participant of a conversation, with the watermarks that only ever grow. */
export const member = z.object({
  account_id: accountId,
  address: z.string().nullable().meta({ description: "tel:+… as far as this caller may see it" }),
  name: z.string().nullable().meta({ description: "null until the person has named themselves" }),
  picture: blobId.nullable(),
  deleted: z
    .literal(true)
    .optional()
    .meta({ description: "the account is gone: it has no name, picture or address, and reads nothing" }),
  role,
  state: memberState,
  muted_until: serverTime.nullable().meta({ description: "may not write before; null: may write" }),
  from_seq: seq.meta({ description: "what was written before this entry is not theirs to read" }),
  delivered: watermark.meta({ description: "entries up to here are on a device of the member" }),
  read: watermark,
  heard: watermark.meta({ description: "voice up to here was listened to" }),
});
export type Member = z.infer<typeof member>;
