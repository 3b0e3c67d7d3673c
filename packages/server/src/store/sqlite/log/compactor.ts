import type { Clock } from "../../../platform/clock.ts";
import { codeOf } from "../../../platform/failure.ts";
import { describeFailure, type Logger } from "../../../platform/logger.ts";
import type { SqliteWriter } from "../writer.ts";
import type { EntryLog } from "./entry-log.ts";
import type { Erasures } from "./erasures.ts";
import type { History } from "./history.ts";
import type { Merger } from "./merger.ts";
import type { Stage, StageTable } from "./stage.ts";
import type { Traces } from "./traces.ts";
import type { WriteAheadLog } from "./wal.ts";

const RETRY_MS_MIN = 1_000;
const RETRY_MS_MAX = 60_000;
/** The write-ahead log of the live file is looked at every so many commits. */
const COMMITS_PER_LOOK = 8;

/** Pages of the live file's write-ahead log (4 KiB each) … */
export interface WalLimits {
  /** … from which on it gets a checkpoint from the merge thread, */
  soft_pages: number;
  /** … from the serving thread, since the other is too slow, */
  hard_pages: number;
  /** … and is reported, since a reader must be holding on to it. */
  alarm_pages: number;
}

export const WAL_LIMITS: WalLimits = { soft_pages: 4_096, hard_pages: 16_384, alarm_pages: 65_536 };

interface Parts {
  log: EntryLog;
  erasures: Erasures;
  traces: Pick<Traces, "any" | "overwrite">;
  stage: Stage;
  history: History;
  writer: SqliteWriter;
  merger: Merger;
  wal: Pick<WriteAheadLog, "pending_pages" | "checkpoint">;
  wal_limits: WalLimits;
  clock: Clock;
  logger: Logger;
  /** Without appends for this long, what is staged is merged however little it is. Null: only when it is full. */
  quiet_ms: number | null;
}

type Work =
  | { phase: "idle" }
  | { phase: "working"; done: Promise<void> }
  | { phase: "failed"; retry: unknown }
  | { phase: "closed" };

/**
 * Moves what is staged into the history, empties there what was erased, and moves write-ahead logs into their files. Every step may be the last
 * before a crash: the history says up to where it holds the stage, so a step that is repeated does nothing.
 */
export class Compactor {
  readonly #parts: Parts;
  #work: Work = { phase: "idle" };
  #failures = 0;
  #commits = 0;
  #quiet: unknown = null;
  #overwriting: Promise<void> | null = null;
  #alarmed = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#consider();
  }

  /** After a commit, and before it is answered: whatever fails here is not the commit's failure. */
  committed(): void {
    if (++this.#commits % COMMITS_PER_LOOK === 0) this.#keepWalBounded();
    this.#consider();
  }

  /** Resolves when everything that was staged before is in the history. Rejects when that fails. */
  async settle(): Promise<void> {
    const { clock, log, erasures } = this.#parts;
    while (log.frozen || log.staged_rows > 0 || erasures.size > 0) {
      if (this.#work.phase === "failed") clock.clearTimeout(this.#work.retry);
      await (this.#work.phase === "working" ? this.#work.done : this.#run());
      if (this.#failures > 0) throw new Error("the stage could not be merged");
    }
    await this.#overwriteTraces();
  }

  /** Ends between two steps. What is still staged is taken up at the next start. */
  async close(): Promise<void> {
    const { clock, merger } = this.#parts;
    const work = this.#work;
    this.#work = { phase: "closed" };
    clock.clearTimeout(this.#quiet);
    if (work.phase === "failed") clock.clearTimeout(work.retry);
    if (work.phase === "working") await work.done;
    await this.#overwriting;
    await merger.close();
  }

  #consider(): void {
    const { log, erasures, traces } = this.#parts;
    if (log.isFull || log.frozen) this.#start();
    else if (log.staged_rows > 0 || erasures.size > 0 || traces.any) this.#mergeWhenQuiet();
  }

  #start(): void {
    if (this.#work.phase === "idle") void this.#run();
  }

  #mergeWhenQuiet(): void {
    const { clock, log, merger, quiet_ms } = this.#parts;
    if (this.#quiet !== null || quiet_ms === null || this.#work.phase !== "idle") return;
    const { position } = log;
    this.#quiet = clock.setTimeout(async () => {
      this.#quiet = null;
      if (log.position !== position) return this.#consider();
      if (this.#work.phase !== "idle") return;
      await this.#run();
      if (this.#work.phase !== "idle") return;
      await this.#overwriteTraces();
      await merger.rest().catch(() => {});
    }, quiet_ms);
  }

  #run(): Promise<void> {
    const done = this.#compact().then(
      () => {
        this.#failures = 0;
        if (this.#work.phase === "working") this.#work = { phase: "idle" };
        if (this.#work.phase === "idle") this.#consider();
      },
      (failure) => this.#retryLater(failure),
    );
    this.#work = { phase: "working", done };
    return done;
  }

  async #compact(): Promise<void> {
    const { log } = this.#parts;
    let table = log.freeze();
    do {
      if (table) await this.#merge(table);
      await this.#erase();
      await this.#checkpoint();
      table = log.isFull ? log.freeze() : null;
    } while (table && this.#work.phase !== "closed");
  }

  async #merge(table: StageTable): Promise<void> {
    const { log, merger, stage, writer } = this.#parts;
    await merger.merge(table);
    log.merged();
    await writer.write(() => stage.empty(table));
    log.thaw();
  }

  /** After a merge: then the history holds every entry that was erased anywhere but in the stage. */
  async #erase(): Promise<void> {
    const { erasures, history, merger, writer } = this.#parts;
    const { size, last_no } = erasures;
    if (size === 0) return;
    await merger.erase(last_no);
    history.renew();
    await writer.write(() => erasures.forget(last_no));
    erasures.forgotten(last_no);
  }

  /** In quiet times only, since it writes as much as the stage has ever held at once. */
  #overwriteTraces(): Promise<void> {
    this.#overwriting ??= this.#overwrite().finally(() => {
      this.#overwriting = null;
    });
    return this.#overwriting;
  }

  async #overwrite(): Promise<void> {
    const { erasures, log, logger, traces } = this.#parts;
    if (!traces.any || erasures.size > 0 || log.frozen || log.staged_rows > 0) return;
    try {
      await traces.overwrite();
    } catch (failure) {
      logger.warn("what erased messages left in the files could not be overwritten; it is tried again", {
        error: describeFailure(failure),
        code: codeOf(failure),
      });
    }
  }

  /** The merge thread copies nearly everything; what was committed meanwhile is left to this one. */
  async #checkpoint(): Promise<void> {
    const { history, merger, wal } = this.#parts;
    await merger.checkpoint();
    history.renew(); // no read is in the way of the history's log starting anew
    wal.checkpoint();
  }

  #retryLater(failure: unknown): void {
    const { clock, logger } = this.#parts;
    const delay_ms = Math.min(RETRY_MS_MAX, RETRY_MS_MIN * 2 ** this.#failures++);
    logger.error("merging into the history failed; messages stay in the stage until it succeeds", {
      error: describeFailure(failure),
      code: codeOf(failure),
      count: this.#failures,
    });
    if (this.#work.phase === "closed") return;
    const retry = clock.setTimeout(() => void this.#run(), delay_ms);
    this.#work = { phase: "failed", retry };
  }

  #keepWalBounded(): void {
    try {
      this.#lookAtWal();
    } catch (failure) {
      this.#parts.logger.error("the write-ahead log could not be copied into its file; it is tried again", {
        error: describeFailure(failure),
        code: codeOf(failure),
      });
    }
  }

  #lookAtWal(): void {
    const { logger, wal, wal_limits } = this.#parts;
    const pages = wal.pending_pages;
    if (pages > wal_limits.soft_pages) this.#start();
    if (pages > wal_limits.hard_pages) wal.checkpoint();
    const alarm = pages > wal_limits.alarm_pages;
    if (alarm && !this.#alarmed) {
      logger.warn("the write-ahead log keeps growing: a reader of the database holds on to it", {
        count: pages,
      });
    }
    this.#alarmed = alarm;
  }
}
