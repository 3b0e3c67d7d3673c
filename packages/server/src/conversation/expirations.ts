import type { ConversationId } from "@feiliao/protocol";
import { type Clock, repeat } from "../platform/clock.ts";
import type { Logger } from "../platform/logger.ts";
import type { ConversationLog } from "./conversation-log.ts";

const SWEEP_INTERVAL_MS = 1_000;
/** In one commit; more that are due follow at once. */
const BATCH = 200;

interface Parts {
  log: Pick<ConversationLog, "expire">;
  clock: Clock;
  logger: Logger;
  /** Called for each message that is there no more. */
  erased(conversation_id: ConversationId, seq: number): void;
}

/** Erases messages that disappear when they are due, wherever nodes share the work. Returns how to stop. */
export function sweepExpired({ log, clock, logger, erased }: Parts): () => void {
  return repeat(clock, logger, SWEEP_INTERVAL_MS, async () => {
    let count: number;
    do {
      const expired = await log.expire(clock.now(), BATCH);
      for (const { conversation_id, seq } of expired) erased(conversation_id, seq);
      count = expired.length;
    } while (count === BATCH);
  });
}
