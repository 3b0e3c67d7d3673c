import { createHash } from "node:crypto";
import type { IncomingPart } from "../peer/part.ts";

/**
 * 16 octets to make an id of for a part whose own id the protocol cannot write: the same whenever the part is handed
 * over again, and another one for each part of a long message.
 */
export function partDigest({ message_id, from, to, user_data }: IncomingPart): Uint8Array {
  const named = [message_id, from, to].join("\n");
  return new Uint8Array(createHash("md5").update(named).update("\n").update(user_data).digest());
}
