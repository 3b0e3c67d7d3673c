import type { BlobId } from "@feiliao/protocol";
import type { Cache } from "../cache/port.ts";
import { deletePart, type PartRecord, partRange, putPart } from "../cache/records.ts";

/** What has arrived is kept in parts of this size; less is lost when the app is closed. */
const PART_BYTES = 4 * 1024 * 1024;

/** The bytes of one file from the first one on, kept in the cache as they arrive. */
export class ArrivedParts {
  readonly #cache: Cache;
  readonly #blob_id: BlobId;
  readonly #parts: PartRecord[] = [];
  #fresh: Uint8Array<ArrayBuffer>[] = [];
  /** Where the fresh bytes begin. */
  #kept_bytes = 0;
  #writing: Promise<void> = Promise.resolve();
  bytes = 0;

  static async load(cache: Cache, blob_id: BlobId): Promise<ArrivedParts> {
    const arrived = new ArrivedParts(cache, blob_id);
    for (const record of await cache.range<PartRecord>("blobs", ...partRange(blob_id))) {
      if (record.offset !== arrived.bytes) break; // one before it could not be kept
      arrived.#push(record);
      arrived.bytes = arrived.#kept_bytes;
    }
    return arrived;
  }

  private constructor(cache: Cache, blob_id: BlobId) {
    this.#cache = cache;
    this.#blob_id = blob_id;
  }

  get whole(): Blob {
    return new Blob([...this.#parts.map(({ part }) => part), ...this.#fresh]);
  }

  add(chunk: Uint8Array<ArrayBuffer>): void {
    this.#fresh.push(chunk);
    this.bytes += chunk.length;
    if (this.bytes - this.#kept_bytes >= PART_BYTES) void this.keep();
  }

  /** A cache that is full must not end a download. */
  keep(): Promise<void> {
    if (this.#fresh.length > 0) {
      const record = { offset: this.#kept_bytes, part: new Blob(this.#fresh) };
      this.#fresh = [];
      this.#push(record);
      const write = () => this.#cache.write([putPart(this.#blob_id, record)]).catch(() => {});
      this.#writing = this.#writing.then(write);
    }
    return this.#writing;
  }

  /** The file is complete: its parts are needed no more. */
  async forget(): Promise<void> {
    await this.#writing;
    const changes = this.#parts.map(({ offset }) => deletePart(this.#blob_id, offset));
    await this.#cache.write(changes).catch(() => {});
  }

  #push(record: PartRecord): void {
    this.#parts.push(record);
    this.#kept_bytes += record.part.size;
  }
}
