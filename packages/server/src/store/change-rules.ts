import { CHAIN_START } from "../conversation/chain.ts";
import type { LogHead } from "./append-rules.ts";
import type { Position } from "./conversation-store.ts";

/** A device that is new to a conversation gets this much of its end; older pages it reads as they are needed. */
export const NEWEST_ENTRIES = 20;

/** A conversation as sync sees it. */
export interface SyncHead extends LogHead {
  epoch: number;
  /** Grows with every change of a member's state. */
  revision: number;
}

export function hasChanged(head: SyncHead, had: Position | undefined): boolean {
  if (!had) return true;
  if (had.epoch !== head.epoch || had.seq !== head.last_seq) return true;
  return had.chain !== head.chain || had.revision !== head.revision;
}

/**
 * D10: whether the device has seen what this log does not hold, so that it starts the conversation anew.
 * `chain_at` is the log's chain at the seq that the device has; null when there is no such entry.
 */
export function hasDiverged(head: SyncHead, had: Position, chain_at: number | null): boolean {
  if (had.epoch !== head.epoch || had.seq > head.last_seq || had.revision > head.revision) return true;
  return had.chain !== (had.seq === 0 ? CHAIN_START : chain_at);
}
