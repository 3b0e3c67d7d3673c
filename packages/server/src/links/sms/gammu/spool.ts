import { readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { codeOf } from "../../../platform/failure.ts";

export interface SpoolFolders {
  outbox: string;
  sent: string;
  error: string;
  inbox: string;
}

/** The folders through which gammu-smsd's files service takes and hands over SMS. */
export class Spool {
  readonly #folders: SpoolFolders;
  /** How large files of the inbox were when they were looked at last: one that still grows is not ready. */
  #sizes = new Map<string, number>();

  constructor(folders: SpoolFolders) {
    this.#folders = folders;
  }

  /** The daemon finds it whole. */
  async put(name: string, content: Uint8Array): Promise<void> {
    const draft = join(this.#folders.outbox, `.${name}`); // only names that begin with OUT are taken
    await writeFile(draft, content, { mode: 0o660 });
    await rename(draft, join(this.#folders.outbox, name));
  }

  /** The daemon has not taken it, and will not. False when it is not there any more. */
  takeBack(name: string): Promise<boolean> {
    return removed(join(this.#folders.outbox, name));
  }

  /** What the daemon has done with files it took; each is told once, and its text is gone after that. */
  async done(names: Iterable<string>): Promise<{ name: string; outcome: "sent" | "error" }[]> {
    const found: { name: string; outcome: "sent" | "error" }[] = [];
    const wanted = new Set(names);
    if (wanted.size === 0) return found;
    for (const outcome of ["sent", "error"] as const) {
      for (const name of await readdir(this.#folders[outcome])) {
        if (wanted.has(name) && (await removed(join(this.#folders[outcome], name)))) {
          found.push({ name, outcome });
        }
      }
    }
    return found;
  }

  /** Names in the inbox whose files have not grown since the last call. */
  async arrived(): Promise<string[]> {
    const sizes = new Map<string, number>();
    for (const name of await readdir(this.#folders.inbox)) {
      sizes.set(name, (await stat(join(this.#folders.inbox, name))).size);
    }
    const before = this.#sizes;
    this.#sizes = sizes;
    return [...sizes.keys()].filter((name) => sizes.get(name) === before.get(name));
  }

  read(name: string): Promise<Uint8Array> {
    return readFile(join(this.#folders.inbox, name));
  }

  async forget(name: string): Promise<void> {
    await removed(join(this.#folders.inbox, name));
  }

  /** Whether all folders are there. */
  async usable(): Promise<boolean> {
    const folders = await Promise.all(
      Object.values(this.#folders).map((folder) =>
        stat(folder).then(
          (found) => found.isDirectory(),
          () => false,
        ),
      ),
    );
    return folders.every((there) => there);
  }
}

async function removed(path: string): Promise<boolean> {
  try {
    await rm(path);
    return true;
  } catch (failure) {
    if (codeOf(failure) === "ENOENT") return false;
    throw failure;
  }
}
