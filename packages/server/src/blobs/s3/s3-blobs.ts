import { createHash } from "node:crypto";
import type { BlobId } from "@feiliao/protocol";
import { S3Client, type S3File } from "bun";
import { codeOf } from "../../platform/failure.ts";
import type { Logger } from "../../platform/logger.ts";
import { sha256 } from "../../platform/secret.ts";
import type { Blobs, StoredBlob } from "../blobs.ts";
import { S3Uploads } from "./s3-uploads.ts";
import { parseS3Url } from "./s3-url.ts";

/** Uploads up to this size are sealed from memory; larger ones are read twice, the second time into parts. */
const SEAL_IN_MEMORY_BYTES_MAX = 8 * 1024 * 1024;
const PART_BYTES = 8 * 1024 * 1024;

/** Blobs as objects of a bucket: `blobs/<blob>`. See parseS3Url for the URL. @throws {Error} when it cannot be read */
export function s3Blobs(url: string, environment: Record<string, string | undefined>): Blobs {
  const { options, prefix } = parseS3Url(url, environment);
  const client = new S3Client(options);
  const uploads = new S3Uploads(client, prefix);
  const fileOf = (blob_id: BlobId) => client.file(`${prefix}blobs/${blob_id}`);

  async function seal(upload_id: string, expected: string): Promise<BlobId | null> {
    const blob_id: BlobId = `blb_${expected}`;
    try {
      if (!(await store(upload_id, expected))) {
        // That a blob of this hash exists proves nothing about this upload; that it was sealed once does.
        if (await uploads.wasSealed(upload_id, expected)) return blob_id;
        await uploads.discard(upload_id);
        return null;
      }
    } catch (failure) {
      // Another sealed it and took the pieces away while they were read here.
      if (isMissing(failure) && (await uploads.wasSealed(upload_id, expected))) return blob_id;
      throw failure;
    }
    await uploads.markSealed(upload_id, expected);
    await uploads.discard(upload_id);
    return blob_id;
  }

  /** Writes the blob, if the upload has the hash it must have. */
  async function store(upload_id: string, expected: string): Promise<boolean> {
    const spans = await uploads.spans(upload_id);
    const size = spans.reduce((total, { start, end }) => total + end - start, 0);
    const kept = size <= SEAL_IN_MEMORY_BYTES_MAX ? await collect(uploads.read(upload_id, spans)) : null;
    if (size === 0 || (await hashOf(kept ?? uploads.read(upload_id, spans))) !== expected) return false;
    // Pieces never change, so what is written is what was hashed.
    if (kept) await fileOf(`blb_${expected}`).write(Buffer.concat(kept));
    else await writeParts(fileOf(`blb_${expected}`), uploads.read(upload_id, spans));
    return true;
  }

  return {
    async put(bytes) {
      const blob_id: BlobId = `blb_${sha256(bytes).toString("base64url")}`;
      if (!(await fileOf(blob_id).exists())) await fileOf(blob_id).write(bytes);
      return blob_id;
    },
    get: (blob_id) => storedObject(fileOf(blob_id)),
    partial: (upload_id) => uploads.partial(upload_id),
    seal,
    sweep: (unchanged_since) => uploads.sweep(unchanged_since),
    async close() {},
  };
}

/** What a bucket answers to a setting that is wrong, rather than to a server that is down. */
const REFUSALS = new Set(["NoSuchBucket", "AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch"]);

/** The same, once the bucket has let this node in. An S3 server that is down now may come back later. */
export async function openS3Blobs(
  url: string,
  environment: Record<string, string | undefined>,
  logger: Logger,
): Promise<Blobs> {
  const { options, prefix } = parseS3Url(url, environment);
  try {
    await new S3Client(options).list({ prefix, maxKeys: 1 });
  } catch (failure) {
    const code = codeOf(failure);
    if (REFUSALS.has(code)) throw new Error(`is refused by its server: ${code}`);
    logger.error("the bucket for uploads and voice cannot be reached now", { code });
  }
  return s3Blobs(url, environment);
}

async function storedObject(file: S3File): Promise<StoredBlob | null> {
  const size = await sizeOf(file);
  if (size === null) return null;
  return {
    size,
    // A Response with the file itself would send the reader to the bucket.
    body: (start = 0, end = size) =>
      file.slice(start, end).stream() as ReadableStream<Uint8Array<ArrayBuffer>>,
    bytes: (start = 0, end = size) => file.slice(start, end).bytes(),
  };
}

/** Null when there is no such object. */
async function sizeOf(file: S3File): Promise<number | null> {
  try {
    return (await file.stat()).size;
  } catch (failure) {
    if (isMissing(failure)) return null;
    throw failure;
  }
}

function isMissing(failure: unknown): boolean {
  return failure instanceof Error && "code" in failure && failure.code === "NoSuchKey";
}

/** A multipart upload: nothing of it can be read before its end. */
async function writeParts(file: S3File, parts: AsyncIterable<Uint8Array>): Promise<void> {
  const writer = file.writer({ partSize: PART_BYTES });
  for await (const part of parts) {
    writer.write(part);
    await writer.flush();
  }
  await writer.end();
}

async function hashOf(parts: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  for await (const part of parts) hash.update(part);
  return hash.digest("base64url");
}

async function collect(parts: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const collected: Uint8Array[] = [];
  for await (const part of parts) collected.push(part);
  return collected;
}
