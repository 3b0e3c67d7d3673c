import type { S3Client } from "bun";
import type { PartialUpload } from "../blobs.ts";
import { contiguous, type Piece, parsePiece, pieceOf, type Span } from "./pieces.ts";

interface StoredObject {
  key: string;
  /** What follows the last slash of the key. */
  name: string;
  /** Milliseconds since 1970, by the clock of the S3 server. */
  stored_at: number;
}

const sealName = (sha256: string) => `sealed-${sha256}`;

/** Unfinished uploads: `uploads/<upload>/<piece>`, and `uploads/<upload>/sealed-<hash>` once it is a blob. */
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

  /** Notes that the upload had this hash and is a blob. */
  async markSealed(upload_id: string, sha256: string): Promise<void> {
    await this.#client.write(this.#key(upload_id, sealName(sha256)), "");
  }

  wasSealed(upload_id: string, sha256: string): Promise<boolean> {
    return this.#client.exists(this.#key(upload_id, sealName(sha256)));
  }

  async *read(upload_id: string, spans: readonly Span[]): AsyncGenerator<Uint8Array> {
    for (const { name, start, end } of spans) {
      yield await this.#client.file(this.#key(upload_id, name)).slice(start, end).bytes();
    }
  }

  async discard(upload_id: string): Promise<void> {
    const objects = await this.#list(this.#key(upload_id, ""));
    await this.#remove(objects.filter(({ name }) => parsePiece(name)));
  }

  async sweep(unchanged_since: number): Promise<void> {
    const objects = await this.#list(this.#prefix);
    for (const upload of Map.groupBy(objects, ({ key }) => key.slice(0, key.lastIndexOf("/"))).values()) {
      if (upload.every(({ stored_at }) => stored_at < unchanged_since)) await this.#remove(upload);
    }
  }

  async #pieces(upload_id: string): Promise<Piece[]> {
    const objects = await this.#list(this.#key(upload_id, ""));
    return objects.map(({ name }) => parsePiece(name)).filter((piece) => piece !== null);
  }

  async #remove(objects: readonly StoredObject[]): Promise<void> {
    for (const { key } of objects) await this.#client.delete(key);
  }

  #key(upload_id: string, name: string): string {
    return `${this.#prefix}${upload_id}/${name}`;
  }

  async #list(prefix: string): Promise<StoredObject[]> {
    const objects: StoredObject[] = [];
    let continuationToken: string | undefined;
    do {
      const page = await this.#client.list({ prefix, ...(continuationToken && { continuationToken }) });
      for (const { key, lastModified } of page.contents ?? []) {
        const name = key.slice(key.lastIndexOf("/") + 1);
        objects.push({ key, name, stored_at: Date.parse(lastModified ?? "") });
      }
      continuationToken = page.isTruncated ? page.nextContinuationToken : undefined;
    } while (continuationToken);
    return objects;
  }
}
