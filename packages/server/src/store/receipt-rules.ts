import type { Member } from "@feiliao/protocol";

export type Watermarks = Pick<Member, "delivered" | "read" | "heard">;

/** Watermarks after an advance: they only grow, never past the log, and heard implies read, read implies delivered (D11). */
export function raise(marks: Watermarks, offered: Watermarks, last_seq: number): Watermarks {
  const heard = Math.max(marks.heard, Math.min(offered.heard, last_seq));
  const read = Math.max(marks.read, Math.min(offered.read, last_seq), heard);
  const delivered = Math.max(marks.delivered, Math.min(offered.delivered, last_seq), read);
  return { delivered, read, heard };
}

export function isRaised(from: Watermarks, to: Watermarks): boolean {
  return to.delivered > from.delivered || to.read > from.read || to.heard > from.heard;
}
