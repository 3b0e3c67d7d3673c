import type { Database } from "bun:sqlite";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { describeFailure, type Logger } from "../../platform/logger.ts";

interface Job {
  work: () => unknown;
  resolve: (value: unknown) => void;
  reject: (failure: unknown) => void;
}

type Outcome = { value: unknown } | { rejection: FeiliaoError };

/**
 * The single writer, with group commit: all writes asked for within one turn of the event loop share one
 * transaction and so one sync to disk.
 *
 * A write is a synchronous function. It must check before it writes: a FeiliaoError thrown by it rejects that
 * write alone. Anything else rolls the whole batch back, and nothing in it is acknowledged (D19).
 */
export class SqliteWriter {
  readonly #database: Database;
  readonly #logger: Logger;
  readonly #onRollback: () => void;
  readonly #afterCommit: (() => void)[] = [];
  #queue: Job[] = [];
  #scheduled = false;

  /** `onRollback` must forget everything kept in memory of what the rolled-back writes did. */
  constructor(database: Database, logger: Logger, onRollback: () => void) {
    this.#database = database;
    this.#logger = logger;
    this.#onRollback = onRollback;
  }

  write<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ work, resolve: resolve as (value: unknown) => void, reject });
      if (!this.#scheduled) {
        this.#scheduled = true;
        setImmediate(() => this.flush());
      }
    });
  }

  /** Within a write: runs `action` once after the commit. */
  afterCommit(action: () => void): void {
    this.#afterCommit.push(action);
  }

  /** Commits what is waiting now. */
  flush(): void {
    this.#scheduled = false;
    const jobs = this.#queue;
    if (jobs.length === 0) return;
    this.#queue = [];
    try {
      const outcomes = this.#commit(jobs);
      for (const action of this.#afterCommit.splice(0)) action();
      for (const [index, outcome] of outcomes.entries()) settle(jobs[index]!, outcome);
    } catch (failure) {
      this.#afterCommit.length = 0;
      this.#onRollback();
      this.#logger.error("a commit failed, so nothing in it was acknowledged", {
        error: describeFailure(failure),
        code: sqliteCode(failure),
        count: jobs.length,
      });
      for (const job of jobs) job.reject(new FeiliaoError("storage_failed", { retry_after_s: 5 }));
    }
  }

  #commit(jobs: Job[]): Outcome[] {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      const outcomes = jobs.map(({ work }) => attempt(work));
      this.#database.exec("COMMIT");
      return outcomes;
    } catch (failure) {
      if (this.#database.inTransaction) this.#database.exec("ROLLBACK");
      throw failure;
    }
  }
}

function attempt(work: () => unknown): Outcome {
  try {
    return { value: work() };
  } catch (failure) {
    if (failure instanceof FeiliaoError) return { rejection: failure };
    throw failure;
  }
}

function settle(job: Job, outcome: Outcome): void {
  if ("rejection" in outcome) job.reject(outcome.rejection);
  else job.resolve(outcome.value);
}

function sqliteCode(failure: unknown): string {
  return failure instanceof Error && "code" in failure ? String(failure.code) : "";
}
