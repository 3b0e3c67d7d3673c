import type { Database } from "bun:sqlite";
import type { SqliteWriter } from "../writer.ts";
import type { History } from "./history.ts";
import type { Merger } from "./merger.ts";
import type { WriteAheadLog } from "./wal.ts";

interface Parts {
  live: Database;
  writer: () => SqliteWriter;
  wal: Pick<WriteAheadLog, "truncate">;
  history: History;
  merger: Pick<Merger, "truncate">;
}

/** Overwritten in one commit, so that no send waits for long. */
const PAGES_PER_WRITE = 256;
/** Pages may become free while others are overwritten; what is left is overwritten the next time. */
const WRITES_MAX = 1_000;

/**
 * What erased words leave behind where nobody reads: in pages of the live file that are free, where they were staged,
 * and in write-ahead logs. That there are some is on disk, in the commit that erased them.
 */
export class Traces {
  readonly #parts: Parts;
  readonly #queries;
  #any: boolean;
  #uncommitted = false;

  constructor(parts: Parts) {
    const { live } = parts;
    this.#parts = parts;
    this.#queries = {
      state: live.query<{ traces: number }, []>("SELECT traces FROM stage_state"),
      set: live.query<unknown, [number]>("UPDATE stage_state SET traces = ?"),
      free: live.query<{ freelist_count: number }, []>("PRAGMA freelist_count"),
      size: live.query<{ page_size: number }, []>("PRAGMA page_size"),
      fill: live.query<unknown, [number]>("INSERT INTO zeros VALUES (zeroblob(?))"),
      empty: live.query<unknown, []>("DELETE FROM zeros"),
    };
    this.#any = this.#queries.state.get()!.traces > 0;
  }

  get any(): boolean {
    return this.#any;
  }

  /** Within a write only: it erases something. */
  leave(): void {
    if (this.#any) return;
    this.#any = true;
    this.#uncommitted = true;
    this.#queries.set.run(1);
  }

  commit(): void {
    this.#uncommitted = false;
  }

  rollback(): void {
    if (this.#uncommitted) this.#any = false;
    this.#uncommitted = false;
  }

  /** When nothing that was erased is left in the stage or in the history. Nothing while somebody reads the files. */
  async overwrite(): Promise<void> {
    const { history, merger, wal, writer } = this.#parts;
    history.renew();
    if (!wal.truncate() || !(await merger.truncate())) return;
    for (let writes = 0; writes < WRITES_MAX && this.#freePages > 0; writes++) {
      await writer().write(() => this.#fill());
    }
    await writer().write(() => this.#queries.empty.run());
    if (!wal.truncate()) return;
    await writer().write(() => {
      this.#queries.set.run(0);
      this.#any = false;
    });
  }

  get #freePages(): number {
    return this.#queries.free.get()!.freelist_count;
  }

  /** A value of this length takes so many pages to their last byte, and leaves zeros in them when it is deleted. */
  #fill(): void {
    const { page_size } = this.#queries.size.get()!;
    const pages = Math.min(this.#freePages, PAGES_PER_WRITE);
    this.#queries.fill.run(bytesInRow(page_size) + pages * (page_size - OVERFLOW_HEADER_BYTES));
  }
}

/** Number of the next page, before what an overflow page holds (https://sqlite.org/fileformat.html#ovflpgs). */
const OVERFLOW_HEADER_BYTES = 4;
/** At least this says what the value is; what it takes more stays with the row as well. */
const RECORD_HEADER_BYTES_MIN = 3;

/** What of a long value stays with its row, when the rest fills whole pages (fileformat.html#cell_payload_overflow). */
function bytesInRow(page_size: number): number {
  return Math.floor(((page_size - 12) * 32) / 255) - 23 - RECORD_HEADER_BYTES_MIN;
}
