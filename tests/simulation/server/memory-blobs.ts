import type { BlobId } from "@feiliao/protocol";
import type { Blobs } from "@feiliao/server/blobs/blobs";
import { sha256 } from "@feiliao/server/platform/secret";

/**
 * Blobs in memory, without the file system's own sense of time; what is put is there for good. They hold the talks
 * that have ended. Uploads are not part of the simulation.
 */
export function memoryBlobs(): Blobs {
  const blobs = new Map<BlobId, Uint8Array<ArrayBuffer>>();
  const notSimulated = (): never => {
    throw new Error("uploads are not part of the simulation");
  };
  return {
    async put(bytes) {
      const blob_id: BlobId = `blb_${sha256(bytes).toString("base64url")}`;
      blobs.set(blob_id, Uint8Array.from(bytes));
      return blob_id;
    },
    async get(blob_id) {
      const bytes = blobs.get(blob_id);
      if (!bytes) return null;
      return {
        size: bytes.length,
        body: (start, end) => new Blob([bytes.slice(start, end)]),
        bytes: async (start, end) => bytes.slice(start, end),
      };
    },
    partial: notSimulated,
    seal: notSimulated,
    async sweep() {},
    async close() {},
  };
}
