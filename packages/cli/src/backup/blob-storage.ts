import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BlobId } from "@feiliao/protocol";
import { copyDurably, sync } from "./durable.ts";

export interface StoredBlob {
  blob_id: BlobId;
  bytes: number;
}

/** Where a server keeps its blobs. They never change and are never removed: those listed can be copied at leisure. */
export interface BlobStorage {
  list(): AsyncIterable<StoredBlob>;
  /** Copies a blob into a new file that is on disk. */
  fetch(blob_id: BlobId, to: string): Promise<void>;
  /** Takes a blob from a file, unless it has it. */
  store(blob_id: BlobId, from: string): Promise<void>;
  /** After it, all that was stored survives a power cut. */
  settle(): Promise<void>;
}

const BLOB_NAME = /^blb_[A-Za-z0-9_-]{43}$/;

export function isBlobId(name: string): name is BlobId {
  return BLOB_NAME.test(name);
}

/** Where a blob is below a folder of blobs: in a subfolder by its first two characters. */
export function blobPath(folder: string, blob_id: BlobId): string {
  return join(folder, blob_id.slice(4, 6), blob_id);
}

/** A folder of blobs, as a server has it in its data folder. */
export function folderBlobs(folder: string): BlobStorage {
  const touched = new Set<string>();
  return {
    async *list() {
      for (const shelf of await shelvesIn(folder)) {
        const names = await readdir(join(folder, shelf));
        for (const blob_id of names.filter(isBlobId).sort())
          yield { blob_id, bytes: (await stat(blobPath(folder, blob_id))).size };
      }
    },
    fetch: (blob_id, to) => copyDurably(blobPath(folder, blob_id), to),
    async store(blob_id, from) {
      const path = blobPath(folder, blob_id);
      if (existsSync(path)) return;
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      touched.add(dirname(path)).add(folder);
      const partial = `${path}.partial`;
      await rm(partial, { force: true });
      await copyDurably(from, partial);
      await rename(partial, path);
    },
    async settle() {
      for (const each of touched) await sync(each);
    },
  };
}

/** Unfinished uploads are in a folder with a longer name. */
async function shelvesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && entry.name.length === 2)
    .map(({ name }) => name)
    .sort();
}
