import { link, mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BlobId } from "@feiliao/protocol";
import { UnsoundBackup } from "../usage.ts";
import { readBlobList, writeBlobList } from "./blob-list.ts";
import { type BlobStorage, blobPath, type StoredBlob } from "./blob-storage.ts";
import { checksumOf, sync } from "./durable.ts";
import { BLOB_FOLDER } from "./manifest.ts";

export interface CopiedBlobs {
  count: number;
  bytes: number;
  /** Of them, copied now; the rest is shared with the previous backup. */
  copied: number;
  /** Left out: the server's bytes are not those that the id says. */
  damaged: BlobId[];
}

/**
 * Puts all blobs of a server into a backup. What the previous backup has is linked, so that it takes no space
 * and no reading; a server's own file is never linked, since whatever damages it would damage the backup too.
 */
export async function copyBlobs(
  storage: BlobStorage,
  backup: string,
  previous: string | null,
): Promise<CopiedBlobs> {
  const folder = join(backup, BLOB_FOLDER);
  const shelves = new Set<string>();
  const kept: StoredBlob[] = [];
  const damaged: BlobId[] = [];
  let copied = 0;
  await mkdir(folder, { mode: 0o700 });
  for await (const blob of storage.list()) {
    const path = blobPath(folder, blob.blob_id);
    const shelf = dirname(path);
    if (!shelves.has(shelf)) await mkdir(shelf, { mode: 0o700 });
    shelves.add(shelf);
    if (!(await linked(blob.blob_id, previous, path))) {
      await storage.fetch(blob.blob_id, path);
      if (!(await isWhole(path, blob.blob_id))) {
        damaged.push(blob.blob_id);
        await rm(path);
        continue;
      }
      copied++;
    }
    kept.push(blob);
  }
  for (const shelf of [...shelves, folder]) await sync(shelf);
  await writeBlobList(backup, kept);
  return {
    count: kept.length,
    bytes: kept.reduce((sum, { bytes }) => sum + bytes, 0),
    copied,
    damaged,
  };
}

/**
 * Gives the blobs of a backup to a server. What it has already stays: the same id is the same bytes.
 *
 * @throws {UnsoundBackup} naming the blob whose bytes are not those that its id says
 */
export async function copyBlobsBack(backup: string, storage: BlobStorage): Promise<void> {
  for (const { blob_id } of readBlobList(backup)) {
    const path = blobPath(join(backup, BLOB_FOLDER), blob_id);
    if (!(await isWhole(path, blob_id))) throw new UnsoundBackup(`blob ${blob_id} of ${backup} is damaged`);
    await storage.store(blob_id, path);
  }
  await storage.settle();
}

/** The id of a blob is its SHA-256 in base64url. @throws when the file cannot be read */
export async function isWhole(path: string, blob_id: BlobId): Promise<boolean> {
  const { sha256 } = await checksumOf(path);
  return Buffer.from(sha256, "hex").toString("base64url") === blob_id.slice(4);
}

/** False when the previous backup does not have it, or the file system has no links (or no more of this file). */
async function linked(blob_id: BlobId, previous: string | null, path: string): Promise<boolean> {
  if (!previous) return false;
  try {
    await link(blobPath(join(previous, BLOB_FOLDER), blob_id), path);
    return true;
  } catch {
    return false;
  }
}
