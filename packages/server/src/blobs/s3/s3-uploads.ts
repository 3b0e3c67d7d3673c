import type { S3Client } from "bun";
import type { PartialUpload } from "../blobs.ts";
import { contiguous, type Piece, parsePiece, pieceOf, type Span } from "./pieces.ts";

interface StoredPiece extends Piece {
  key: string;
  /** Milliseconds since 1970, by the clock of the S3 server. */
  stored_at: number;
}

/** Unfinished uploads: `uploads/<upload>/<piece>`. */
export class S3Uploads {
  readonly #client: S3Client;
  readonly #prefix: string;

  constructor(client: S3Client, prefix: string) {
    this.#client = client;
    this.#prefix = `${prefix}uploads/`;
  }

  partial(upload_id: string): PartialUpload {
    return {
      received: async () => contiguous(await this.#pieces(upload_id)).length,
      append: async (offset, bytes) => {
        await this.#client.write(this.#key(upload_id, pieceOf(offset, bytes).name), bytes);
        return offset + bytes.length;
      },
      discard: () => this.discard(upload_id),
    };
  }

  /** What of an upload can be read, in order. */
  async spans(upload_id: string): Promise<Span[]> {
    return contiguous(await this.#pieces(upload_id)).spans;
  }

  async *read(upload_id: string, spans: readonly Span[]): AsyncGenerator<Uint8Array> {
    for (const { name, start, end } of spans) {
      yield await this.#client.file(this.#key(upload_id, name)).slice(start, end).bytes();
    }
  }

  /** The first piece goes first: without it there is no upload, whatever else is still there. */
  async discard(upload_id: string): Promise<void> {
    await this.#remove(await this.#pieces(upload_id));
  }

  async sweep(unchanged_since: number): Promise<void> {
    const uploads = Map.groupBy(await this.#list(this.#prefix), ({ key }) =>
      key.slice(0, key.lastIndexOf("/")),
    );
    for (const pieces of uploads.values()) {
      if (pieces.every(({ stored_at }) => stored_at < unchanged_since)) await this.#remove(pieces);
    }
  }

  async #remove(pieces: readonly StoredPiece[]): Promise<void> {
    for (const { key } of pieces) await this.#client.delete(key);
  }

  #pieces(upload_id: string): Promise<StoredPiece[]> {
    return this.#list(this.#key(upload_id, ""));
  }

  #key(upload_id: string, name: string): string {
    return `${this.#prefix}${upload_id}/${name}`;
  }

  /** In the order of their names. */
  async #list(prefix: string): Promise<StoredPiece[]> {
    const pieces: StoredPiece[] = [];
    let continuationToken: string | undefined;
    do {
      const page = await this.#client.list({ prefix, ...(continuationToken && { continuationToken }) });
      for (const { key, lastModified } of page.contents ?? []) {
        const piece = parsePiece(key.slice(key.lastIndexOf("/") + 1));
        if (piece) pieces.push({ ...piece, key, stored_at: Date.parse(lastModified ?? "") });
      }
      continuationToken = page.isTruncated ? page.nextContinuationToken : undefined;
    } while (continuationToken);
    return pieces;
  }
}
