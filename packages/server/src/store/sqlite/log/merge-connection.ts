import type { Database } from "bun:sqlite";
import { openHistory, type StorePaths } from "../open-database.ts";
import { eraseEntries } from "./erase.ts";
import { KEYS_PER_PAGE, type KeyCursor, type KeyPage, readKeys } from "./key-pages.ts";
import { mergeStage, YOUNG_KEYS_MAX } from "./merge.ts";
import type { StageTable } from "./stage.ts";
import { truncateWal } from "./wal.ts";

/** The connection that writes the history, and reads the stage from the live file. */
export class MergeConnection {
  readonly #database: Database;
  readonly #young_keys_max: number;
  readonly #keys_per_page: number;

  constructor(paths: StorePaths, young_keys_max = YOUNG_KEYS_MAX, keys_per_page = KEYS_PER_PAGE) {
    this.#young_keys_max = young_keys_max;
    this.#keys_per_page = keys_per_page;
    this.#database = openHistory(paths.history);
    this.#database.query("ATTACH ? AS live").run(paths.live);
  }

  merge(table: StageTable): void {
    mergeStage(this.#database, table, this.#young_keys_max);
  }

  erase(last_no: number): void {
    eraseEntries(this.#database, last_no);
  }

  keys(after: KeyCursor): KeyPage {
    return readKeys(this.#database, after, this.#keys_per_page);
  }

  /**
   * Copies both write-ahead logs into their files as far as no reader needs them (PASSIVE: waits for nobody).
   * The live one twice: what was committed during the first pass is little, so the rest is very little.
   */
  checkpoint(): void {
    this.#database.exec("PRAGMA main.wal_checkpoint(PASSIVE)");
    this.#database.exec("PRAGMA live.wal_checkpoint(PASSIVE)");
    this.#database.exec("PRAGMA live.wal_checkpoint(PASSIVE)");
  }

  truncate(): boolean {
    return truncateWal(this.#database);
  }

  /** Gives back the memory of its caches. */
  rest(): void {
    this.#database.exec("PRAGMA shrink_memory");
  }

  close(): void {
    this.#database.close();
  }
}
