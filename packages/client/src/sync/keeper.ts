import type { Cache, CacheChange } from "../cache/port.ts";

type Gather = () => Promise<CacheChange[]> | CacheChange[];

/**
 * Writes what the server said into the cache. Every tab follows the server on its own, but one of them at a time
 * is the keeper: were several to write, rows of one that lags could end up beside a sync token that claims more.
 *
 * Invariant: the cache never holds a token without the rows that the token stands for.
 */
export class Keeper {
  readonly #cache: Cache;
  #phase: "waiting" | "keeping" | "failed" = "waiting";
  /** Something was not written because this tab was not the keeper. */
  #missed = false;
  #queue: Promise<void> = Promise.resolve();
  #release = () => {};

  constructor(cache: Cache) {
    this.#cache = cache;
  }

  /** Becomes the keeper as soon as no other tab is; `catchUp` then brings the cache to what this tab knows. */
  start(catchUp: () => void): void {
    const released = new Promise<void>((resolve) => {
      this.#release = resolve;
    });
    void this.#cache.exclusive("keeper", async () => {
      this.#phase = "keeping";
      if (this.#missed) catchUp();
      await released;
    });
  }

  /** Resolves when everything asked for is written. */
  async stop(): Promise<void> {
    await this.#queue;
    this.#release();
  }

  /**
   * Writes in the order of the calls: `always` by any tab, `gather`'s changes together with them by the keeper.
   * @throws when `always` could not be written
   */
  write(gather: Gather, always: CacheChange[] = []): Promise<void> {
    const written = this.#queue.then(() => this.#write(gather, always));
    this.#queue = written.catch(() => {});
    return written;
  }

  async #write(gather: Gather, always: CacheChange[]): Promise<void> {
    if (this.#phase === "waiting") this.#missed = true;
    if (this.#phase === "keeping" && (await this.#keep(gather, always))) return;
    if (always.length > 0) await this.#cache.write(always);
  }

  /** After a failure the cache stays at its older but consistent state until the next start. */
  async #keep(gather: Gather, always: CacheChange[]): Promise<boolean> {
    try {
      const changes = [...always, ...(await gather())];
      if (changes.length > 0) await this.#cache.write(changes);
      return true;
    } catch {
      this.#phase = "failed";
      return false;
    }
  }
}
