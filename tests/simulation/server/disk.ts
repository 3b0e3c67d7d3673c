import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "@feiliao/server/platform/clock";
import type { Logger } from "@feiliao/server/platform/logger";
import type { Random } from "@feiliao/server/platform/random";
import { MergeConnection } from "@feiliao/server/store/sqlite/log/merge-connection";
import { inlineMerger, type Merger } from "@feiliao/server/store/sqlite/log/merger";
import type { StorePaths } from "@feiliao/server/store/sqlite/open-database";
import { sqliteStore } from "@feiliao/server/store/sqlite/sqlite-store";
import type { Store } from "@feiliao/server/store/store";
import type { Chance } from "@feiliao/testkit/chance";

const RAM = "/dev/shm";
/** Few, so that entries are merged all the time and keys move on. */
const STAGE_ROWS_MAX = 8;
const YOUNG_KEYS_MAX = 30;
const MERGE_MS_MAX = 400;

/** A machine's disk with the embedded database, in RAM where the system has that: nothing here tests the hardware. */
export class Disk {
  readonly #logger: Logger;
  readonly #random: Random;
  readonly #chance: Chance;
  readonly #folders: string[] = [newFolder()];
  readonly #open = new Set<Store>();
  /** Merges whose moment has not come. */
  readonly #merging = new Set<() => void>();

  constructor(logger: Logger, random: Random, chance: Chance) {
    this.#logger = logger;
    this.#random = random;
    this.#chance = chance;
  }

  get folder(): string {
    return this.#folders.at(-1)!;
  }

  /** Opens the database as it is on the disk now, for a process with this clock. */
  open(clock: Clock): Store {
    const sqlite = sqliteStore(join(this.folder, "feiliao.sqlite"), this.#logger, {
      ...{ clock, random: this.#random },
      limits: { merge_rows: STAGE_ROWS_MAX },
      startMerger: (paths) => this.#startMerger(paths, clock),
    });
    const store: Store = {
      ...sqlite,
      close: () => {
        this.#open.delete(store);
        return sqlite.close();
      },
    };
    this.#open.add(store);
    return store;
  }

  /**
   * The process that had the database open is gone without closing it: what goes on is a copy of the files as
   * they are at this moment, and whatever the old process still does reaches only the files it left behind.
   */
  crash(): void {
    const copy = newFolder();
    cpSync(this.folder, copy, { recursive: true });
    this.#folders.push(copy);
  }

  async remove(): Promise<void> {
    for (const giveUp of this.#merging) giveUp();
    for (const store of this.#open) await store.close();
    for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
  }

  /** Merges on this thread, at a moment of the process's own: as another thread would, but in simulated time. */
  #startMerger(paths: StorePaths, clock: Clock): Merger {
    const merger = inlineMerger(() => new MergeConnection(paths, YOUNG_KEYS_MAX));
    const later = <T>(action: () => Promise<T>) =>
      new Promise<T>((resolve, reject) => {
        const giveUp = () => reject(new Error("the process is gone"));
        this.#merging.add(giveUp);
        const act = () => {
          this.#merging.delete(giveUp);
          action().then(resolve, reject);
        };
        clock.setTimeout(act, this.#chance.integer(0, MERGE_MS_MAX));
      });
    return {
      merge: (table) => later(() => merger.merge(table)),
      erase: (last_no) => later(() => merger.erase(last_no)),
      keys: (after) => later(() => merger.keys(after)),
      checkpoint: () => later(() => merger.checkpoint()),
      truncate: () => later(() => merger.truncate()),
      rest: () => merger.rest(),
      close: () => merger.close(),
    };
  }
}

function newFolder(): string {
  return mkdtempSync(join(existsSync(RAM) ? RAM : tmpdir(), "feiliao-simulation-"));
}
