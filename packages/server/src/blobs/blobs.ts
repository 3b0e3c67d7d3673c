import type { BlobId } from "@feiliao/protocol";

/** The bytes of a blob, which never change. Positions are in bytes: from `start` up to, not including, `end`. */
export interface StoredBlob {
  readonly size: number;
  /** For a Response; nothing is read until it is asked for. */
  body(start?: number, end?: number): Blob | ReadableStream<Uint8Array<ArrayBuffer>>;
  bytes(start?: number, end?: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** Bytes of an upload that is not complete yet. */
export interface PartialUpload {
  /** Bytes that are durable, from the first on without a gap. */
  received(): Promise<number>;
  /**
   * Adds bytes at an offset that is not beyond what was received, and returns where they end, once they are
   * durable. The same bytes may be added twice, also by two nodes at once.
   */
  append(offset: number, bytes: Uint8Array): Promise<number>;
  discard(): Promise<void>;
}

/**
 * Content-addressed bytes.
 *
 * Guarantees: a blob that `put` or `seal` has returned is durable and never changes; the same bytes have the
 * same id; a blob that does not have the bytes its id says is never served. All nodes of a service see the same.
 * What finds no space, or a disk that fails, rejects with `storage_failed`.
 */
export interface Blobs {
  put(bytes: Uint8Array): Promise<BlobId>;
  /** Null when there is no such blob. */
  get(blob_id: BlobId): Promise<StoredBlob | null>;
  /** The unfinished upload of this name, empty at first. */
  partial(upload_id: string): PartialUpload;
  /**
   * Turns an upload into a blob, or answers null and discards it when its hash is not the announced one. Of several
   * who seal the same upload, also at once, each gets the blob; null when there is no such upload.
   */
  seal(upload_id: string, sha256: string): Promise<BlobId | null>;
  /** Forgets unfinished uploads that nothing was added to since a time (milliseconds since 1970). */
  sweep(unchanged_since: number): Promise<void>;
  close(): Promise<void>;
}
