import { createHash } from "node:crypto";
import { createReadStream, mkdirSync } from "node:fs";
import { type FileHandle, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BlobId } from "@feiliao/protocol";
import { sha256 } from "../platform/secret.ts";
import type { Blobs, PartialUpload } from "./blobs.ts";

/** Blobs as files: `ab/blb_ab…` by their first two characters, uploads in a folder of their own. */
export function fileBlobs(folder: string): Blobs {
  const uploads = join(folder, "uploads");
  mkdirSync(uploads, { recursive: true });
  const uploadPath = (upload_id: string) => join(uploads, upload_id);
  const blobPath = (blob_id: BlobId) => join(folder, blob_id.slice(4, 6), blob_id);
  const sizeOf = async (path: string) => (await stat(path).catch(() => null))?.size ?? 0;

  async function publish(path: string, blob_id: BlobId): Promise<BlobId> {
    const target = blobPath(blob_id);
    mkdirSync(dirname(target), { recursive: true });
    await rename(path, target);
    return published(target, blob_id);
  }

  /** A rename is durable only when the folder that names the file is synced too. */
  async function published(target: string, blob_id: BlobId): Promise<BlobId> {
    await syncFolder(dirname(target));
    await syncFolder(folder);
    return blob_id;
  }

  async function seal(upload_id: string, expected: string): Promise<BlobId | null> {
    const path = uploadPath(upload_id);
    const blob_id: BlobId = `blb_${expected}`;
    try {
      if ((await hashOf(path)) === expected) return await publish(path, blob_id);
      await rm(path, { force: true });
      return null;
    } catch (failure) {
      if (!isMissing(failure)) throw failure;
      const target = blobPath(blob_id); // somebody else has sealed it
      return (await Bun.file(target).exists()) ? published(target, blob_id) : null;
    }
  }

  function partial(upload_id: string): PartialUpload {
    const path = uploadPath(upload_id);
    return {
      received: () => sizeOf(path),
      async append(bytes) {
        await withFile(path, "a", async (file) => {
          await file.writeFile(bytes);
          await file.sync();
        });
        return sizeOf(path);
      },
      discard: () => rm(path, { force: true }),
    };
  }

  return {
    async put(bytes) {
      const digest = sha256(bytes).toString("base64url");
      const blob_id: BlobId = `blb_${digest}`;
      if (await Bun.file(blobPath(blob_id)).exists()) return blob_id;
      const name = `put-${crypto.randomUUID()}`;
      await partial(name).append(bytes);
      return publish(uploadPath(name), blob_id);
    },
    async get(blob_id) {
      const file = Bun.file(blobPath(blob_id));
      return (await file.exists()) ? file : null;
    },
    partial,
    seal,
    async sweep(unchanged_since) {
      for (const name of await readdir(uploads)) {
        const path = uploadPath(name);
        const { mtimeMs } = await stat(path);
        if (mtimeMs < unchanged_since) await rm(path, { force: true });
      }
    },
    async close() {},
  };
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const part of createReadStream(path)) hash.update(part as Uint8Array);
  return hash.digest("base64url");
}

function isMissing(failure: unknown): boolean {
  return failure instanceof Error && "code" in failure && failure.code === "ENOENT";
}

async function syncFolder(path: string): Promise<void> {
  await withFile(path, "r", (file) => file.sync());
}

async function withFile(
  path: string,
  flags: string,
  action: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const file = await open(path, flags);
  try {
    await action(file);
  } finally {
    await file.close();
  }
}
