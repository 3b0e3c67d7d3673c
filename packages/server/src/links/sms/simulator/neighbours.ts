import { type Clock, repeat } from "../../../platform/clock.ts";
import { silentLogger } from "../../../platform/logger.ts";
import type { HandsetStore, StoredMessage } from "./handset-store.ts";

const LOOK_INTERVAL_MS = 250;

/**
 * Sees what other nodes on this machine do on the same handsets. Messages of this node may be told again: whoever
 * listens goes by their id.
 */
export function watchNeighbours(
  store: HandsetStore,
  clock: Clock,
  tell: (message: StoredMessage) => void,
): () => void {
  let version = store.neighboursVersion();
  let settled = store.settledUpTo();
  return repeat(clock, silentLogger, LOOK_INTERVAL_MS, () => {
    const now = store.neighboursVersion();
    if (now === version) return;
    version = now;
    for (const message of store.messagesAfter(settled)) tell(message);
    settled = store.settledUpTo();
  });
}
