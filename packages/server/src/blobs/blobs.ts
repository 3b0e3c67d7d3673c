import type { BlobId } from "@feiliao/protocol";

/** Bytes of an upload that is not complete yet. */
export interface PartialUpload {
  /** Bytes that are durable. */
  received(): Promise<number>;
  /** Appends at the end and returns the new length, once it is durable. */
  append(bytes: Uint8Array): Promise<number>;
  discard(): Promise<void>;
}

/**
 * Content-addressed bytes.
 *
 * Guarantees: a blob that `put` or `seal` has returned is durable and never changes; the same bytes have the
 * same id; a blob that does not have the bytes its id says is never served.
 */
export interface Blobs {
  put(bytes: Uint8Array): Promise<BlobId>;
  /** Null when there is no such blob. */
  get(blob_id: BlobId): Promise<Blob | null>;
  /** The unfinished upload of this name, empty at first. */
  partial(upload_id: string): PartialUpload;
  /**
   * Turns an upload into a blob, or answers null and discards it when its hash is not the announced one. Of several
   * who seal the same upload, also at once, each gets the blob.
   */
  seal(upload_id: string, sha256: string): Promise<BlobId | null>;
  /** Forgets unfinished uploads that nothing was added to since a time (milliseconds since 1970). */
  sweep(unchanged_since: number): Promise<void>;
  close(): Promise<void>;
}
