import type { SQL } from "bun";
import type { Clock } from "../../platform/clock.ts";
import { Unanswered } from "./failures.ts";

interface Pool {
  readonly sql: SQL;
  running: number;
  isLeft: boolean;
}

/** Pools that are left behind at once; beyond, a silent database is only waited for. */
const LEFT_MAX = 2;

/**
 * A pool of connections that is left behind when one of them stays silent: a host that vanished sends no farewell,
 * and the kernel may take a quarter of an hour to give it up. What runs on the pool is not cancelled, for it might be
 * a COMMIT (that waits for a standby); the pool is closed when all of it has ended.
 */
export class Connections {
  readonly #open: () => SQL;
  readonly #clock: Clock;
  readonly #silence_ms_max: number;
  #present: Pool;
  #left = 0;

  constructor(clock: Clock, silence_ms_max: number, open: () => SQL) {
    this.#clock = clock;
    this.#silence_ms_max = silence_ms_max;
    this.#open = open;
    this.#present = { sql: open(), running: 0, isLeft: false };
  }

  /** @throws {Unanswered} when the work has not ended in time; it may still happen */
  use<T>(work: (sql: SQL) => Promise<T>): Promise<T> {
    const pool = this.#present;
    pool.running++;
    return new Promise((resolve, reject) => {
      const timer = this.#clock.setTimeout(() => {
        this.#leave(pool);
        reject(new Unanswered());
      }, this.#silence_ms_max);
      const ended = () => {
        this.#clock.clearTimeout(timer);
        pool.running--;
        if (pool.isLeft && pool.running === 0) this.#forget(pool);
      };
      work(pool.sql).finally(ended).then(resolve, reject);
    });
  }

  async close(): Promise<void> {
    await this.#present.sql.close();
  }

  #leave(pool: Pool): void {
    if (pool !== this.#present || this.#left >= LEFT_MAX) return;
    pool.isLeft = true;
    this.#left++;
    this.#present = { sql: this.#open(), running: 0, isLeft: false };
  }

  #forget(pool: Pool): void {
    this.#left--;
    pool.sql.close().catch(() => {}); // its connections may be gone already
  }
}
