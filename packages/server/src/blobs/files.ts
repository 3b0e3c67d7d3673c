import { createHash } from "node:crypto";
import { constants, createReadStream, existsSync, mkdirSync } from "node:fs";
import { type FileHandle, open, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BlobId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { codeOf } from "../platform/failure.ts";
import { sha256 } from "../platform/secret.ts";
import type { Blobs, PartialUpload, StoredBlob } from "./blobs.ts";

const WRITE_OR_CREATE = constants.O_RDWR | constants.O_CREAT;

/**
 * Blobs as files: `ab/blb_ab…` by their first two characters, uploads in a folder of their own. Several nodes may
 * share the folder.
 */
export function fileBlobs(folder: string): Blobs {
  const uploads = join(folder, "uploads");
  mkdirSync(uploads, { recursive: true });
  const uploadPath = (upload_id: string) => join(uploads, upload_id);
  const blobPath = (blob_id: BlobId) => join(folder, blob_id.slice(4, 6), blob_id);
  const sizeOf = async (path: string) => (await stat(path).catch(() => null))?.size ?? 0;

  /** A rename is durable only when the folder that names the file is synced too. */
  async function publish(path: string, blob_id: BlobId): Promise<BlobId> {
    const target = blobPath(blob_id);
    mkdirSync(dirname(target), { recursive: true });
    await rename(path, target).catch(ignoreMissing); // another has just published it
    await syncFolder(dirname(target));
    await syncFolder(folder);
    return blob_id;
  }

  async function seal(upload_id: string, expected: string): Promise<BlobId | null> {
    const path = uploadPath(upload_id);
    // That a blob of this hash exists proves nothing about this upload; that it was sealed once does.
    const sealed = `${path}.sealed-${expected}`;
    const digest = await hashOf(path);
    if (digest === expected) await writeFile(sealed, "");
    if (digest === expected || (digest === null && existsSync(sealed)))
      return publish(path, `blb_${expected}`);
    await rm(path, { force: true });
    return null;
  }

  function partial(upload_id: string): PartialUpload {
    const path = uploadPath(upload_id);
    return {
      received: () => sizeOf(path),
      append: (offset, bytes) =>
        stored(async () => {
          await withFile(path, WRITE_OR_CREATE, async (file) => {
            const { size } = await file.stat();
            if (offset > size) throw new Error(`a gap in an upload: ${size} bytes, then ${offset}`);
            await writeAt(file, offset, bytes);
            await file.sync();
          });
          return offset + bytes.length;
        }),
      discard: () => rm(path, { force: true }),
    };
  }

  return {
    async put(bytes) {
      const digest = sha256(bytes).toString("base64url");
      const blob_id: BlobId = `blb_${digest}`;
      if (await Bun.file(blobPath(blob_id)).exists()) return blob_id;
      const name = `put-${crypto.randomUUID()}`;
      await partial(name).append(0, bytes);
      return stored(() => publish(uploadPath(name), blob_id));
    },
    async get(blob_id) {
      const file = Bun.file(blobPath(blob_id));
      return (await file.exists()) ? storedFile(file) : null;
    },
    partial,
    seal: (upload_id, expected) => stored(() => seal(upload_id, expected)),
    async sweep(unchanged_since) {
      for (const name of await readdir(uploads)) {
        const path = uploadPath(name);
        const found = await stat(path).catch(() => null); // another node may have been faster
        if (found && found.mtimeMs < unchanged_since) await rm(path, { force: true });
      }
    },
    async close() {},
  };
}

/** What the disk can answer instead of storing: it is full, its share is used up, it is broken, or write-protected. */
const STORAGE_FAILURES = new Set(["ENOSPC", "EDQUOT", "EIO", "EROFS"]);
const RETRY_AFTER_S = 5;

async function stored<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (failure) {
    const code = codeOf(failure);
    if (!STORAGE_FAILURES.has(code)) throw failure;
    throw new FeiliaoError("storage_failed", { retry_after_s: RETRY_AFTER_S });
  }
}

/** One write may take only a part. */
async function writeAt(file: FileHandle, offset: number, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, at, bytes.length - at, offset + at);
    at += bytesWritten;
  }
}

function storedFile(file: Bun.BunFile): StoredBlob {
  return {
    size: file.size,
    body: (start = 0, end = file.size) => (start === 0 && end === file.size ? file : file.slice(start, end)),
    bytes: (start = 0, end = file.size) => file.slice(start, end).bytes(),
  };
}

/** Null when there is no such file. */
async function hashOf(path: string): Promise<string | null> {
  const hash = createHash("sha256");
  try {
    for await (const part of createReadStream(path)) hash.update(part as Uint8Array);
    return hash.digest("base64url");
  } catch (failure) {
    ignoreMissing(failure);
    return null;
  }
}

function ignoreMissing(failure: unknown): void {
  if (!(failure instanceof Error && "code" in failure && failure.code === "ENOENT")) throw failure;
}

async function syncFolder(path: string): Promise<void> {
  await withFile(path, "r", (file) => file.sync());
}

async function withFile(
  path: string,
  flags: string | number,
  action: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const file = await open(path, flags);
  try {
    await action(file);
  } finally {
    await file.close();
  }
}
