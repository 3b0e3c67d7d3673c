import { type ConversationInfo, WATERMARKS_PUSHED_MEMBERS_MAX } from "@feiliao/protocol";
import { CHAIN_START } from "../conversation/chain.ts";
import type { LogHead } from "./append-rules.ts";
import type { Position } from "./conversation-store.ts";

/** A device that is new to a conversation gets this much of its end; older pages it reads as they are needed. */
export const NEWEST_ENTRIES = 20;

/** A conversation as sync sees it. */
export interface SyncHead extends LogHead {
  epoch: number;
  /** Grows with every change of the conversation's state or a member's. */
  revision: number;
}

/** How a conversation looks to who reads it. */
export interface SyncView {
  /** The first entry that is theirs to read. */
  from_seq: number;
  /** Revision of the last change that they are told. */
  told_revision: number;
}

/** Whether watermarks of members are told to all others; in large groups and channels, to their own devices only. */
export function tellsWatermarks({ kind, member_count }: ConversationInfo): boolean {
  return kind !== "channel" && member_count <= WATERMARKS_PUSHED_MEMBERS_MAX;
}

export function hasChanged(head: SyncHead, view: SyncView, had: Position | undefined): boolean {
  if (!had) return true;
  if (had.epoch !== head.epoch || had.seq !== head.last_seq) return true;
  if (had.chain !== head.chain || had.revision > head.revision) return true;
  return view.told_revision > had.revision;
}

/**
 * Whether the device has seen what this log does not hold (D10), or lacks what its reader may not read, so that it
 * starts the conversation anew. `chain_at` is the log's chain at the seq that the device has; null when there is no
 * such entry.
 */
export function startsAnew(head: SyncHead, view: SyncView, had: Position, chain_at: number | null): boolean {
  if (had.epoch !== head.epoch || had.seq > head.last_seq || had.revision > head.revision) return true;
  if (had.seq < view.from_seq - 1) return true;
  return had.chain !== (had.seq === 0 ? CHAIN_START : chain_at);
}
