import type { BlobId } from "@feiliao/protocol";
import type { Blobs } from "@feiliao/server/blobs/blobs";
import { sha256 } from "@feiliao/server/platform/secret";

/** Blobs in memory, without the file system's own sense of time. What is put is there for good. */
export function memoryBlobs(): Blobs {
  const blobs = new Map<BlobId, Uint8Array<ArrayBuffer>>();
  const uploads = new Map<string, Uint8Array<ArrayBuffer>>();
  const received = (upload_id: string) => uploads.get(upload_id)?.length ?? 0;

  async function put(bytes: Uint8Array): Promise<BlobId> {
    const blob_id: BlobId = `blb_${sha256(bytes).toString("base64url")}`;
    blobs.set(blob_id, Uint8Array.from(bytes));
    return blob_id;
  }

  return {
    put,
    async get(blob_id) {
      const bytes = blobs.get(blob_id);
      if (!bytes) return null;
      return {
        size: bytes.length,
        body: (start, end) => new Blob([bytes.slice(start, end)]),
        bytes: async (start, end) => bytes.slice(start, end),
      };
    },
    partial: (upload_id) => ({
      received: async () => received(upload_id),
      async append(offset, bytes) {
        const before = uploads.get(upload_id) ?? new Uint8Array();
        uploads.set(upload_id, new Uint8Array([...before.slice(0, offset), ...bytes]));
        return received(upload_id);
      },
      async discard() {
        uploads.delete(upload_id);
      },
    }),
    async seal(upload_id, expected) {
      const bytes = uploads.get(upload_id) ?? new Uint8Array();
      uploads.delete(upload_id);
      return sha256(bytes).toString("base64url") === expected ? put(bytes) : null;
    },
    async sweep() {},
    async close() {},
  };
}
