import type { Ack } from "@feiliao/protocol";
import type { Appended } from "../store/conversation-store.ts";

/** The stamp is the last field of a content (see append-rules.ts), and no string ends in a digit and a brace. */
const STAMP = /"expires_in_s":(\d+)\}$/;

/** What who sent a message is told of it. */
export function ackOf({ epoch, seq, server_time, content_json }: Appended): Ack {
  const stamp = content_json.endsWith('"}') ? null : STAMP.exec(content_json);
  return { epoch, seq, server_time, ...(stamp && { expires_in_s: Number(stamp[1]) }) };
}
