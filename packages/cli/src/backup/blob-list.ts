import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BlobId } from "@feiliao/protocol";
import type { StoredBlob } from "./blob-storage.ts";
import { writeDurably } from "./durable.ts";
import { BLOB_LIST_FILE } from "./manifest.ts";

export function writeBlobList(backup: string, blobs: readonly StoredBlob[]): Promise<void> {
  const lines = blobs.map(({ blob_id, bytes }) => `${blob_id} ${bytes}\n`);
  return writeDurably(join(backup, BLOB_LIST_FILE), lines.join(""));
}

export function readBlobList(backup: string): StoredBlob[] {
  const lines = readFileSync(join(backup, BLOB_LIST_FILE), "utf8").split("\n").slice(0, -1);
  return lines.map((line) => {
    const [blob_id, bytes] = line.split(" ") as [BlobId, string];
    return { blob_id, bytes: Number(bytes) };
  });
}
