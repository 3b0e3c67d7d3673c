import { FeiliaoError } from "@feiliao/protocol/errors";
import { RETRY_AFTER_S } from "./failures.ts";

export type Outcome = { value: unknown } | { rejection: FeiliaoError };

interface Job<Write> {
  write: Write;
  resolve: (value: unknown) => void;
  reject: (failure: unknown) => void;
}

/** Writes in one commit: more make it no cheaper, and all of them wait for the last. */
const BATCH_WRITES_MAX = 512;
/** Writes that wait: beyond, they are refused before any effect (D15). */
const WAITING_WRITES_MAX = 20_000;

/**
 * Group commit: the writes of one turn of the event loop, and what arrives while a commit is under way, share
 * the next one. One batch is under way at a time, so that writes are applied in the order they were asked for.
 */
export class GroupCommit<Write> {
  readonly #commit: (writes: readonly Write[]) => Promise<Outcome[]>;
  #waiting: Job<Write>[] = [];
  #running: Promise<void> | null = null;

  /** `commit` answers each write, or rejects when none of them was committed. */
  constructor(commit: (writes: readonly Write[]) => Promise<Outcome[]>) {
    this.#commit = commit;
  }

  add(write: Write): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length >= WAITING_WRITES_MAX) {
        reject(new FeiliaoError("overloaded", { retry_after_s: RETRY_AFTER_S }));
        return;
      }
      this.#waiting.push({ write, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Waits until everything that was asked for is answered. */
  async close(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    await new Promise(setImmediate); // the rest of this turn's writes
    while (this.#waiting.length > 0) await this.#settle(this.#waiting.splice(0, BATCH_WRITES_MAX));
    this.#running = null;
  }

  async #settle(jobs: readonly Job<Write>[]): Promise<void> {
    try {
      const outcomes = await this.#commit(jobs.map(({ write }) => write));
      for (const [index, outcome] of outcomes.entries()) answer(jobs[index]!, outcome);
    } catch (failure) {
      const shared = failure instanceof FeiliaoError; // the storage failed: so it would for each alone
      if (shared || jobs.length === 1) for (const job of jobs) job.reject(failure);
      else for (const job of jobs) await this.#settle([job]); // one write's failure is not its neighbours'
    }
  }
}

function answer({ resolve, reject }: Job<unknown>, outcome: Outcome): void {
  if ("rejection" in outcome) reject(outcome.rejection);
  else resolve(outcome.value);
}
