import type { TalkId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { type Clock, repeat } from "../platform/clock.ts";
import { describeFailure, type Logger } from "../platform/logger.ts";
import type { StoredTalk, TalkStore } from "../store/talk-store.ts";
import { VANISHED_AFTER_MS } from "./live-talk.ts";

const SWEEP_INTERVAL_MS = 2_000;

interface Parts {
  talks: Pick<TalkStore, "open">;
  clock: Clock;
  logger: Logger;
  isHeldHere(talk_id: TalkId): boolean;
  /** Appends that the talk was interrupted; the append refuses when it went on or ended meanwhile. */
  interrupt(talk: StoredTalk): Promise<void>;
}

/**
 * Ends talks that nobody holds any more: the node that the talker spoke to has died, and the talker has not come
 * back to any other. Every node looks for them, and of two that find the same one, one appends.
 *
 * A talk is taken when nothing was stored for it for so long, and again nothing from one sweep to the next: a
 * clock that runs ahead of the other nodes' would alone take every talk for abandoned.
 */
export class AbandonedTalks {
  readonly #parts: Parts;
  /** What the last sweep found, and when it had been touched last. */
  #suspects = new Map<TalkId, number>();
  readonly #stop: () => void;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#stop = repeat(parts.clock, parts.logger, SWEEP_INTERVAL_MS, () => this.#sweep());
  }

  close(): void {
    this.#stop();
  }

  async #sweep(): Promise<void> {
    const { talks, clock, isHeldHere } = this.#parts;
    const found = await talks.open(clock.now() - VANISHED_AFTER_MS);
    const before = this.#suspects;
    this.#suspects = new Map(found.map(({ talk_id, updated_at }) => [talk_id, updated_at]));
    for (const talk of found) {
      const untouched = before.get(talk.talk_id) === talk.updated_at;
      if (untouched && !isHeldHere(talk.talk_id)) await this.#interrupt(talk);
    }
  }

  async #interrupt(talk: StoredTalk): Promise<void> {
    const { interrupt, logger } = this.#parts;
    try {
      await interrupt(talk);
    } catch (failure) {
      if (failure instanceof FeiliaoError && WENT_ON.has(failure.code)) return;
      logger.warn("a talk could not be ended; it is tried again", { error: describeFailure(failure) });
    }
  }
}

/** How the append refuses an end that came too late: another node's came first, or more was said. */
export const WENT_ON: ReadonlySet<string> = new Set(["talk_ended", "upload_offset"]);
