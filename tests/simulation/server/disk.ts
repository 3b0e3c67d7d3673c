import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Logger } from "@feiliao/server/platform/logger";
import { sqliteStore } from "@feiliao/server/store/sqlite/sqlite-store";
import type { Store } from "@feiliao/server/store/store";

const RAM = "/dev/shm";

/** A machine's disk with the embedded database, in RAM where the system has that: nothing here tests the hardware. */
export class Disk {
  readonly #logger: Logger;
  readonly #folders: string[] = [];
  readonly #opened: Store[] = [];

  constructor(logger: Logger) {
    this.#logger = logger;
    this.#folders.push(newFolder());
  }

  get folder(): string {
    return this.#folders.at(-1)!;
  }

  /** Opens the database as it is on the disk now. */
  open(): Store {
    const store = sqliteStore(join(this.folder, "feiliao.sqlite"), this.#logger);
    this.#opened.push(store);
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
    for (const store of this.#opened) await store.close();
    for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
  }
}

function newFolder(): string {
  return mkdtempSync(join(existsSync(RAM) ? RAM : tmpdir(), "feiliao-simulation-"));
}
