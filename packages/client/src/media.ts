import type { BlobId, ConversationId, TalkId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { readPackets } from "@feiliao/protocol/voice-frame";
import type { Cache } from "./cache/port.ts";
import { putBlob } from "./cache/records.ts";
import type { Call } from "./call.ts";
import type { Http } from "./connection/http.ts";
import type { UploadOptions } from "./transfer/upload.ts";
import type { Clock, DownloadOptions } from "./types.ts";

/** Larger files are not kept: who wants them again fetches them again. */
const KEPT_FILE_BYTES_MAX = 16 * 1024 * 1024;

const BLOB_PREFIX = "blb_";

type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes that messages refer to: uploaded before the message, downloaded once, kept in the cache by their hash. */
export class Media {
  readonly #cache: Cache;
  readonly #call: Call;
  readonly #clock: Clock;
  readonly #digest: (file: Blob) => Promise<Uint8Array>;
  readonly #http: Http;
  readonly #token: string;
  readonly #downloads = new Map<string, Promise<Bytes>>();

  constructor(parts: {
    cache: Cache;
    call: Call;
    clock: Clock;
    http: Http;
    sha256: (file: Blob) => Promise<Uint8Array>;
    token: string;
  }) {
    this.#cache = parts.cache;
    this.#call = parts.call;
    this.#clock = parts.clock;
    this.#digest = parts.sha256;
    this.#http = parts.http;
    this.#token = parts.token;
  }

  /** Keeps bytes under the id that the server will give them. */
  async keep(bytes: Bytes): Promise<BlobId> {
    const blob_id = await this.#idOf(new Blob([bytes]));
    await this.#cache.write([putBlob(blob_id, bytes)]);
    return blob_id;
  }

  /** Brings kept bytes to the server; resolves when they are durable there. */
  async upload(blob_id: BlobId): Promise<void> {
    const bytes = await this.#cache.get<Bytes>("blobs", blob_id);
    if (!bytes) throw new FeiliaoError("media_missing");
    await this.#upload(new Blob([bytes]), blob_id);
  }

  /** Brings the file of a message to the server, and says under which id it is there. */
  async uploadOutgoing(client_id: string, options: UploadOptions): Promise<BlobId> {
    const file = await this.#cache.get<Blob>("blobs", client_id);
    if (!file) throw new FeiliaoError("media_missing");
    const blob_id = await this.#idOf(file);
    await this.#upload(file, blob_id, options);
    const kept = file.size <= KEPT_FILE_BYTES_MAX ? [putBlob(blob_id, file)] : [];
    await this.#cache.write(kept).catch(() => {});
    return blob_id;
  }

  async outgoing(client_id: string): Promise<Blob | undefined> {
    return await this.#cache.get<Blob>("blobs", client_id);
  }

  /** A file of a conversation, or with `me` of one's own, from this device or the server. */
  async openFile(
    where: ConversationId | "me",
    file: { blob_id: BlobId; size: number },
    options?: DownloadOptions,
  ): Promise<Blob> {
    const kept = await this.#cache.get<Bytes | Blob>("blobs", file.blob_id);
    if (kept) return new Blob([kept]);
    const parts = { cache: this.#cache, clock: this.#clock, http: this.#http, token: this.#token };
    const { downloadFile } = await import("./transfer/download.ts");
    const blob = await downloadFile(parts, `/v1/media/${where}/${file.blob_id}`, file, options);
    if (file.size <= KEPT_FILE_BYTES_MAX) {
      await this.#cache.write([putBlob(file.blob_id, blob)]).catch(() => {});
    }
    return blob;
  }

  /** Bytes of a conversation, or with `me` of one's own. */
  async open(where: ConversationId | "me", blob_id: BlobId): Promise<Bytes> {
    const kept = await this.#cache.get<Bytes>("blobs", blob_id);
    return kept ?? (await this.#download(blob_id, `/v1/media/${where}/${blob_id}`));
  }

  async isKept(blob_id: BlobId): Promise<boolean> {
    return (await this.#cache.get<Bytes>("blobs", blob_id)) !== undefined;
  }

  /** Packets of a talk, as far as they are kept on this device. */
  async keptPackets(talk_id: TalkId): Promise<Uint8Array[]> {
    const kept = await this.#cache.get<Bytes>("blobs", talk_id);
    return kept ? readPackets(kept) : [];
  }

  /** Packets of a talk that has ended with so many. One that was cut short may have gone on since it was kept. */
  async talkPackets(talk_id: TalkId, count: number): Promise<Uint8Array[]> {
    const packets = await this.keptPackets(talk_id);
    if (packets.length >= count) return packets;
    return readPackets(await this.#download(talk_id, `/v1/talks/${talk_id}/packets`));
  }

  /** Packets of a talk that goes on, as far as it has come: not yet for keeping. */
  async packetsSoFar(talk_id: TalkId): Promise<Uint8Array[]> {
    return readPackets(await this.#http.download(`/v1/talks/${talk_id}/packets`, this.#token));
  }

  async #upload(bytes: Blob, blob_id: BlobId, options?: UploadOptions): Promise<void> {
    const { uploadBytes } = await import("./transfer/upload.ts");
    const parts = { call: this.#call, clock: this.#clock, http: this.#http, token: this.#token };
    await uploadBytes(parts, bytes, blob_id.slice(BLOB_PREFIX.length), options);
  }

  async #idOf(bytes: Blob): Promise<BlobId> {
    return `${BLOB_PREFIX}${base64url(await this.#digest(bytes))}`;
  }

  #download(id: BlobId | TalkId, path: string): Promise<Bytes> {
    const running = this.#downloads.get(id);
    if (running) return running;
    const download = this.#fetch(id, path).finally(() => this.#downloads.delete(id));
    this.#downloads.set(id, download);
    return download;
  }

  async #fetch(id: BlobId | TalkId, path: string): Promise<Bytes> {
    const bytes = await this.#http.download(path, this.#token);
    await this.#cache.write([putBlob(id, bytes)]).catch(() => {}); // a full cache must not hide the picture
    return bytes;
  }
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}
