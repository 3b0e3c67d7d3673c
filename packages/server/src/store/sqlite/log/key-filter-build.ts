import type { Clock } from "../../../platform/clock.ts";
import { describeFailure, type Logger } from "../../../platform/logger.ts";
import type { History } from "./history.ts";
import type { KeyFilter } from "./key-filter.ts";
import { FIRST_KEYS, type KeyCursor } from "./key-pages.ts";
import type { Merger } from "./merger.ts";

/** A server that starts serves first. */
const START_AFTER_MS = 1_000;
const RETRY_MS = 30_000;

interface Parts {
  filter: KeyFilter;
  history: History;
  merger: Merger;
  clock: Clock;
  logger: Logger;
}

/**
 * Adds the keys that a history held when it was opened to the filter, in the background and page by page: the merge
 * thread reads them between merges. What is appended meanwhile adds itself.
 */
export class KeyFilterBuild {
  readonly #parts: Parts;
  #cursor: KeyCursor | null = FIRST_KEYS;
  #timer: unknown = null;
  #running: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    if (parts.history.isEmpty) parts.filter.complete();
    else this.#runAfter(START_AFTER_MS);
  }

  /** Ends between two pages. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#parts.clock.clearTimeout(this.#timer);
    await this.#running;
  }

  #runAfter(delay_ms: number): void {
    this.#timer = this.#parts.clock.setTimeout(() => {
      this.#running = this.#run();
    }, delay_ms);
  }

  async #run(): Promise<void> {
    const { filter, merger, logger } = this.#parts;
    try {
      while (this.#cursor && !this.#closed) {
        const page = await merger.keys(this.#cursor);
        for (const key_hash of page.key_hashes) filter.add(key_hash);
        this.#cursor = page.next;
      }
      if (this.#cursor) return;
      filter.complete();
      await merger.rest();
    } catch (failure) {
      logger.warn("the keys of the history could not be read; every key is looked up until they are", {
        error: describeFailure(failure),
      });
      if (!this.#closed) this.#runAfter(RETRY_MS);
    }
  }
}
