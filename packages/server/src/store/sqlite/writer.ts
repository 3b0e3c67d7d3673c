import type { Database } from "bun:sqlite";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { codeOf } from "../../platform/failure.ts";
import { describeFailure, type Logger } from "../../platform/logger.ts";

interface Job {
  work: () => unknown;
  resolve: (value: unknown) => void;
  reject: (failure: unknown) => void;
  /** Of its last attempt: what the work returned, or why it was refused. */
  value: unknown;
  refusal: FeiliaoError | null;
}

/** What is kept in memory of the database follows its transactions. */
export interface WriterHooks {
  /** The last thing in a transaction: writes what was put off to its end. */
  committing(): void;
  committed(): void;
  /** Must forget everything that the rolled-back writes did. */
  rolledBack(): void;
}

const RETRY_AFTER_S = 5;

/**
 * The single writer, with group commit: all writes asked for within one turn of the event loop share one
 * transaction and so one sync to disk.
 *
 * A write is a synchronous function. It must check before it writes: a FeiliaoError thrown by it rejects that
 * write alone. Anything else rolls the batch back, and nothing in it is acknowledged (D19).
 */
export class SqliteWriter {
  readonly #database: Database;
  readonly #logger: Logger;
  readonly #hooks: WriterHooks;
  readonly #transaction;
  readonly #afterCommit: (() => void)[] = [];
  #queue: Job[] = [];
  #scheduled = false;
  /** The disk failed us: what it holds is not certain any more, so nothing further is written. */
  #broken = false;

  constructor(database: Database, logger: Logger, hooks: WriterHooks) {
    this.#database = database;
    this.#logger = logger;
    this.#hooks = hooks;
    this.#transaction = { begin: database.query("BEGIN IMMEDIATE"), commit: database.query("COMMIT") };
  }

  get broken(): boolean {
    return this.#broken;
  }

  write<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const settle = resolve as (value: unknown) => void;
      this.#queue.push({ work, resolve: settle, reject, value: undefined, refusal: null });
      if (!this.#scheduled) {
        this.#scheduled = true;
        setImmediate(() => this.flush());
      }
    });
  }

  /** Within a write: runs `action` once after the commit. It must not throw. */
  afterCommit(action: () => void): void {
    this.#afterCommit.push(action);
  }

  /** Commits what is waiting now. */
  flush(): void {
    this.#scheduled = false;
    const jobs = this.#queue;
    if (jobs.length === 0) return;
    this.#queue = [];
    this.#settle(jobs);
  }

  #settle(jobs: Job[]): void {
    if (!this.#broken && this.#commit(jobs)) {
      this.#hooks.committed();
      for (const action of this.#afterCommit.splice(0)) action();
      for (const job of jobs) answer(job);
    } else if (jobs.length > 1 && !this.#broken) {
      for (const job of jobs) this.#settle([job]); // so that one write's failure is not its neighbours'
    } else {
      for (const job of jobs)
        job.reject(new FeiliaoError("storage_failed", { retry_after_s: RETRY_AFTER_S }));
    }
  }

  /** False when the transaction failed and was rolled back. */
  #commit(jobs: readonly Job[]): boolean {
    try {
      this.#transaction.begin.run();
      for (const job of jobs) attempt(job);
      this.#hooks.committing();
      this.#transaction.commit.run();
      return true;
    } catch (failure) {
      this.#afterCommit.length = 0;
      this.#hooks.rolledBack();
      this.#broken ||= isDiskFailure(failure) || !this.#rollBack();
      this.#logger.error("a commit failed, so nothing in it was acknowledged", {
        error: describeFailure(failure),
        code: codeOf(failure),
        count: jobs.length,
      });
      return false;
    }
  }

  #rollBack(): boolean {
    try {
      if (this.#database.inTransaction) this.#database.exec("ROLLBACK");
      return true;
    } catch {
      return false;
    }
  }
}

function attempt(job: Job): void {
  try {
    job.refusal = null;
    job.value = job.work();
  } catch (failure) {
    if (!(failure instanceof FeiliaoError)) throw failure;
    job.refusal = failure;
  }
}

function answer({ resolve, reject, value, refusal }: Job): void {
  if (refusal) reject(refusal);
  else resolve(value);
}

/** After a failed read, write or sync the file may differ from what was committed: never try again on it. */
function isDiskFailure(failure: unknown): boolean {
  return /^SQLITE_(IOERR|CORRUPT|NOTADB)/.test(codeOf(failure));
}
