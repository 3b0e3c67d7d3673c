import { open } from "node:fs/promises";
import type { BlobId } from "@feiliao/protocol";
import { parseS3Url } from "@feiliao/server/blobs/s3/s3-url";
import { S3Client } from "bun";
import { type BlobStorage, isBlobId } from "./blob-storage.ts";

const LISTED_AT_ONCE = 1_000;

/** Blobs in a bucket, as the nodes of a service keep them: `blobs/<blob>` below the folder of the URL. */
export function s3BlobStorage(
  url: string,
  environment: Readonly<Record<string, string | undefined>>,
  listed_at_once = LISTED_AT_ONCE,
): BlobStorage {
  const { options, prefix } = parseS3Url(url, environment);
  const client = new S3Client(options);
  const folder = `${prefix}blobs/`;
  const fileOf = (blob_id: BlobId) => client.file(`${folder}${blob_id}`);
  return {
    async *list() {
      let after: string | undefined;
      for (;;) {
        const page = await client.list({
          prefix: folder,
          maxKeys: listed_at_once,
          ...(after && { continuationToken: after }),
        });
        for (const { key, size } of page.contents ?? []) {
          const blob_id = key.slice(folder.length);
          if (isBlobId(blob_id)) yield { blob_id, bytes: size ?? 0 };
        }
        if (!page.isTruncated) return;
        after = page.nextContinuationToken;
      }
    },
    async fetch(blob_id, to) {
      const file = await open(to, "wx", 0o600);
      try {
        for await (const part of fileOf(blob_id).stream()) await file.writeFile(part as Uint8Array);
        await file.sync();
      } finally {
        await file.close();
      }
    },
    async store(blob_id, from) {
      if (!(await fileOf(blob_id).exists())) await fileOf(blob_id).write(Bun.file(from));
    },
    async settle() {}, // an object is durable when its write is answered
  };
}
