import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { BlobId } from "@feiliao/protocol";
import { copyDurably } from "./durable.ts";

export interface StoredBlob {
  blob_id: BlobId;
  bytes: number;
}

/** The blobs of a server, which never change and are never removed: those listed can be copied at leisure. */
export interface BlobSource {
  list(): AsyncIterable<StoredBlob>;
  /** Copies a blob into a new file, and syncs it. */
  copy(blob_id: BlobId, to: string): Promise<void>;
}

const BLOB_NAME = /^blb_[A-Za-z0-9_-]{43}$/;

/** Where a blob is below a folder of blobs: in a subfolder by its first two characters. */
export function blobPath(folder: string, blob_id: BlobId): string {
  return join(folder, blob_id.slice(4, 6), blob_id);
}

/** A folder of blobs: a server's, or that of a backup. */
export function blobFolder(folder: string): BlobSource {
  return {
    async *list() {
      for (const shelf of await foldersIn(folder)) {
        if (shelf.length !== 2) continue; // unfinished uploads
        for (const name of (await readdir(join(folder, shelf))).sort()) {
          if (!BLOB_NAME.test(name)) continue;
          const blob_id = name as BlobId;
          yield { blob_id, bytes: (await stat(blobPath(folder, blob_id))).size };
        }
      }
    },
    copy: (blob_id, to) => copyDurably(blobPath(folder, blob_id), to),
  };
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}
