import { dirname } from "node:path";
import type { Seeded } from "../harness/seeded.ts";
import type { DiskOperation, NameChange } from "./disk-operation.ts";

type ContentChange = Extract<DiskOperation, { kind: "write" | "truncate" }>;

interface File {
  /** What is on disk for certain. */
  durable: Buffer;
  /** What may be or may not be, in the order in which it was done. */
  pending: ContentChange[];
}

/** What a folder could hold after a power cut: files by their paths, and the folders. */
export interface Image {
  files: Map<string, Buffer>;
  folders: Set<string>;
}

type Place = number | "folder";

const SECTOR_BYTES = 512;
const REACHES_THE_DISK = 0.5;
const IS_TORN = 0.3;

/**
 * A disk that keeps only what it was told to keep: the bytes of a file that was synced since they were written,
 * and the names of a folder that was synced since they changed (POSIX fsync). Anything else may be there after
 * a power cut or not, whatever the order; a write may be torn between sectors.
 */
export class Disk {
  readonly #root: string;
  readonly #files = new Map<number, File>();
  readonly #durable = new Map<string, Place>();
  #pending: NameChange[] = [];

  /** `files`: what the folder `root` held, durably, before anything was done. */
  constructor(root: string, files: ReadonlyMap<string, { file: number; bytes: Buffer }>) {
    this.#root = root;
    for (const [path, { file, bytes }] of files) {
      this.#files.set(file, { durable: bytes, pending: [] });
      this.#durable.set(path, file);
      for (let folder = dirname(path); folder !== root; folder = dirname(folder)) {
        this.#durable.set(folder, "folder");
      }
    }
  }

  apply(operation: DiskOperation): void {
    switch (operation.kind) {
      case "write":
      case "truncate":
        this.#file(operation.file).pending.push(operation);
        return;
      case "name":
      case "unname":
        this.#pending.push(operation);
        return;
      case "sync":
        this.#sync(this.#file(operation.file), operation.began);
        return;
      case "sync_folder":
        this.#syncFolder(operation.path, operation.began);
    }
  }

  /** Everything that was not synced is lost. */
  strictImage(): Image {
    return this.#imageOf(this.#durable, (file) => file.durable);
  }

  /** Of everything that was not synced, some is on disk and some is not. */
  randomImage(random: Seeded): Image {
    const names = new Map(this.#durable);
    for (const change of this.#pending) if (random.chance(REACHES_THE_DISK)) rename(names, change);
    return this.#imageOf(names, ({ durable, pending }) => {
      let bytes = durable;
      for (const change of pending) {
        if (random.chance(REACHES_THE_DISK)) bytes = changed(bytes, change, random);
      }
      return bytes;
    });
  }

  #sync(file: File, began: number): void {
    const isSynced = (change: ContentChange) => change.ended <= began;
    for (const change of file.pending.filter(isSynced)) file.durable = changed(file.durable, change, null);
    file.pending = file.pending.filter((change) => !isSynced(change));
  }

  #syncFolder(path: string, began: number): void {
    const isSynced = (change: NameChange) => dirname(change.path) === path && change.ended <= began;
    for (const change of this.#pending.filter(isSynced)) rename(this.#durable, change);
    this.#pending = this.#pending.filter((change) => !isSynced(change));
  }

  /** A name is there only when the folders above it are. */
  #imageOf(names: ReadonlyMap<string, Place>, bytesOf: (file: File) => Buffer): Image {
    const image: Image = { files: new Map(), folders: new Set() };
    const isThere = (path: string): boolean => {
      const folder = dirname(path);
      return folder === this.#root || (names.get(folder) === "folder" && isThere(folder));
    };
    for (const [path, place] of names) {
      if (!isThere(path)) continue;
      if (place === "folder") image.folders.add(path);
      else image.files.set(path, bytesOf(this.#file(place)));
    }
    return image;
  }

  #file(number: number): File {
    const known = this.#files.get(number);
    if (known) return known;
    const file: File = { durable: Buffer.alloc(0), pending: [] };
    this.#files.set(number, file);
    return file;
  }
}

function rename(names: Map<string, Place>, change: NameChange): void {
  if (change.kind === "name") names.set(change.path, change.place);
  else if (names.get(change.path) === change.place) names.delete(change.path);
}

/** The bytes after a change; with `random` a write may be torn. Never changes what it is given. */
function changed(bytes: Buffer, change: ContentChange, random: Seeded | null): Buffer {
  if (change.kind === "truncate") {
    const cut = Buffer.alloc(change.size);
    bytes.copy(cut, 0, 0, Math.min(bytes.length, change.size));
    return cut;
  }
  const { offset, bytes: written } = change;
  const after = Buffer.alloc(Math.max(bytes.length, offset + written.length));
  bytes.copy(after);
  if (!random?.chance(IS_TORN)) {
    written.copy(after, offset);
    return after;
  }
  for (let at = 0; at < written.length; ) {
    const end = Math.min(written.length, at + SECTOR_BYTES - ((offset + at) % SECTOR_BYTES));
    if (random.chance(REACHES_THE_DISK)) written.copy(after, offset + at, at, end);
    at = end;
  }
  return after;
}
