import type { AccountId, BlobId, UploadId, UploadState } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Blobs } from "../blobs/blobs.ts";
import type { Clock } from "../platform/clock.ts";
import { newId, type Random } from "../platform/random.ts";
import type { LimitStore } from "../store/limit-store.ts";
import type { MediaStore, Upload } from "../store/media-store.ts";

/** A piece whose writer has not finished by then is taken for lost: its node has died. */
const PIECE_WRITTEN_WITHIN_MS = 5_000;

interface Parts {
  media: MediaStore;
  limits: LimitStore;
  blobs: Blobs;
  clock: Clock;
  random: Random;
}

/**
 * Resumable uploads of bytes whose hash is announced first (D12). Pieces of one upload may come in at several
 * nodes at once: one of them writes at an offset, the others are told how far it has come. Should two write after
 * all, the hash is wrong at the end, and the upload begins anew: no blob ever has other bytes than its id says.
 */
export class Uploads {
  readonly #media: MediaStore;
  readonly #blobs: Blobs;
  readonly #limits: LimitStore;
  readonly #clock: Clock;
  readonly #random: Random;
  /** Uploads that a request of this node is writing to now. */
  readonly #busy = new Set<UploadId>();

  constructor({ media, limits, blobs, clock, random }: Parts) {
    this.#media = media;
    this.#limits = limits;
    this.#blobs = blobs;
    this.#clock = clock;
    this.#random = random;
  }

  /** Begins an upload, or says how far it has come. Bytes this account uploaded before need not travel again. */
  async start(account_id: AccountId, sha256: string, size: number): Promise<UploadState> {
    const blob_id: BlobId = `blb_${sha256}`;
    const upload_id = newId<UploadId>("upload", this.#random);
    if (await this.#media.granted(account_id, blob_id)) return { upload_id, received: size, blob_id };
    const upload = await this.#media.begin({ upload_id, account_id, sha256, size });
    return this.#alone(upload.upload_id, () => this.#stateOf(upload));
  }

  /** Adds bytes at an offset. @throws upload_offset, upload_mismatch, not_found */
  async append(
    account_id: AccountId,
    upload_id: UploadId,
    offset: number,
    bytes: Uint8Array,
  ): Promise<UploadState> {
    const upload = await this.#media.upload(account_id, upload_id);
    if (!upload) throw new FeiliaoError("not_found");
    return this.#alone(upload_id, async () => {
      const partial = this.#blobs.partial(upload_id);
      const received = await partial.received();
      if (offset !== received) throw new FeiliaoError("upload_offset", { expected: received });
      if (received + bytes.length > upload.size) {
        await this.#discard(upload_id);
        throw new FeiliaoError("upload_mismatch");
      }
      if (bytes.length > 0) {
        await this.#claim(upload_id, offset);
        await partial.append(bytes);
      }
      return this.#stateOf(upload);
    });
  }

  /** The right to write at an offset, which one node has at a time. @throws upload_offset */
  async #claim(upload_id: UploadId, offset: number): Promise<void> {
    const budget = { key: `piece ${upload_id} ${offset}`, limit: 1, window_ms: PIECE_WRITTEN_WITHIN_MS };
    const { wait_ms } = await this.#limits.take([budget], this.#clock.now());
    if (wait_ms > 0) throw new FeiliaoError("upload_offset", { expected: offset });
  }

  /** One request of a node at a time writes to an upload; another is told how far it has come, to try again. */
  async #alone<T>(upload_id: UploadId, action: () => Promise<T>): Promise<T> {
    if (this.#busy.has(upload_id)) {
      throw new FeiliaoError("upload_offset", { expected: await this.#blobs.partial(upload_id).received() });
    }
    this.#busy.add(upload_id);
    try {
      return await action();
    } finally {
      this.#busy.delete(upload_id);
    }
  }

  async #stateOf(upload: Upload): Promise<UploadState> {
    const { upload_id, account_id, sha256, size } = upload;
    const received = await this.#blobs.partial(upload_id).received();
    if (received < size) return { upload_id, received, blob_id: null };
    const blob_id = await this.#blobs.seal(upload_id, sha256);
    await this.#media.discard(upload_id);
    if (!blob_id) throw new FeiliaoError("upload_mismatch");
    await this.#media.grant(account_id, blob_id, size);
    return { upload_id, received, blob_id };
  }

  async #discard(upload_id: UploadId): Promise<void> {
    await this.#blobs.partial(upload_id).discard();
    await this.#media.discard(upload_id);
  }
}
