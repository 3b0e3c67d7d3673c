import type { AccountId, BlobId, UploadId, UploadState } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Blobs } from "../blobs/blobs.ts";
import { newId, type Random } from "../platform/random.ts";
import type { MediaStore, Upload } from "../store/media-store.ts";

/** Resumable uploads of bytes whose hash is announced first (D12). */
export class Uploads {
  readonly #media: MediaStore;
  readonly #blobs: Blobs;
  readonly #random: Random;
  /** Uploads that a request is writing to now: one writer each. */
  readonly #busy = new Set<UploadId>();

  constructor(media: MediaStore, blobs: Blobs, random: Random) {
    this.#media = media;
    this.#blobs = blobs;
    this.#random = random;
  }

  /**
   * Begins an upload, or says how far it has come. Bytes this account uploaded before need not travel again.
   * `admit` is asked before an upload begins anew, and rejects when it must not.
   */
  async start(
    account_id: AccountId,
    sha256: string,
    size: number,
    admit: () => Promise<void>,
  ): Promise<UploadState> {
    const blob_id: BlobId = `blb_${sha256}`;
    const upload_id = newId<UploadId>("upload", this.#random);
    if (await this.#media.granted(account_id, blob_id)) return { upload_id, received: size, blob_id };
    const upload = await this.#media.begin({ upload_id, account_id, sha256, size });
    if (upload.upload_id === upload_id) await this.#admitted(upload_id, admit);
    return this.#alone(upload.upload_id, async () =>
      this.#stateOf(upload, await this.#blobs.partial(upload.upload_id).received()),
    );
  }

  async #admitted(upload_id: UploadId, admit: () => Promise<void>): Promise<void> {
    try {
      await admit();
    } catch (failure) {
      await this.#media.discard(upload_id);
      throw failure;
    }
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
      const now_received = bytes.length > 0 ? await partial.append(offset, bytes) : received;
      return this.#stateOf(upload, now_received);
    });
  }

  /** One request at a time writes to an upload; another is told how far it has come, to try again. */
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

  async #stateOf(upload: Upload, received: number): Promise<UploadState> {
    const { upload_id, account_id, sha256, size } = upload;
    if (received < size) return { upload_id, received, blob_id: null };
    const blob_id = await this.#blobs.seal(upload_id, sha256);
    // The grant first: whoever asks in between, or after a crash in between, finds one of the two.
    if (blob_id) await this.#media.grant(account_id, blob_id, size);
    await this.#media.discard(upload_id);
    if (!blob_id) throw new FeiliaoError("upload_mismatch");
    return { upload_id, received, blob_id };
  }

  async #discard(upload_id: UploadId): Promise<void> {
    await this.#blobs.partial(upload_id).discard();
    await this.#media.discard(upload_id);
  }
}
