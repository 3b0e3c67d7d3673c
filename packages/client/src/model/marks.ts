import type { AccountId, Member } from "@feiliao/protocol";
import type { ConversationRecord } from "../cache/records.ts";

/** Receipt positions of one person in one log. They only grow. */
export interface Marks {
  delivered: number;
  read: number;
  heard: number;
}

export const NO_MARKS: Marks = { delivered: 0, read: 0, heard: 0 };

/** Both together; read implies delivered, and heard implies both. */
export function merged(marks: Marks, other: Partial<Marks>): Marks {
  const heard = Math.max(marks.heard, other.heard ?? 0);
  const read = Math.max(marks.read, other.read ?? 0, heard);
  const delivered = Math.max(marks.delivered, other.delivered ?? 0, read);
  return { delivered, read, heard };
}

export function marksOf(member: Member | null): Marks {
  return member ? { delivered: member.delivered, read: member.read, heard: member.heard } : NO_MARKS;
}

/** How far everybody but `me` has come: the peer of a direct conversation, all the others of a group. */
export function reachedByOthers(
  { kind, members }: Pick<ConversationRecord, "kind" | "members">,
  me: AccountId,
): Marks {
  if (kind === "channel") return NO_MARKS; // its readers are not told
  const others = members.filter(({ account_id, state }) => account_id !== me && state === "active");
  if (others.length === 0) return NO_MARKS;
  return {
    delivered: Math.min(...others.map((member) => member.delivered)),
    read: Math.min(...others.map((member) => member.read)),
    heard: Math.min(...others.map((member) => member.heard)),
  };
}

/** The first seq whose state can differ between two positions, or Infinity. */
export function firstDifference(before: Marks, after: Marks): number {
  const moved = (["delivered", "read", "heard"] as const).filter((mark) => before[mark] !== after[mark]);
  return Math.min(...moved.map((mark) => Math.min(before[mark], after[mark]) + 1));
}
