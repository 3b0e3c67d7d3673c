import type { BlobId, ConversationId, TalkId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { readPackets } from "@feiliao/protocol/voice-frame";
import type { Cache } from "./cache/port.ts";
import { putBlob } from "./cache/records.ts";
import type { Call } from "./call.ts";
import type { Http } from "./connection/http.ts";
import { NoAnswerError } from "./no-answer.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes that messages refer to: uploaded before the message, downloaded once, kept in the cache by their hash. */
export class Media {
  readonly #cache: Cache;
  readonly #call: Call;
  readonly #http: Http;
  readonly #token: string;
  readonly #downloads = new Map<string, Promise<Bytes>>();

  constructor(parts: { cache: Cache; call: Call; http: Http; token: string }) {
    this.#cache = parts.cache;
    this.#call = parts.call;
    this.#http = parts.http;
    this.#token = parts.token;
  }

  /** Keeps bytes under the id that the server will give them. */
  async keep(bytes: Bytes): Promise<BlobId> {
    const blob_id: BlobId = `blb_${await sha256(bytes)}`;
    await this.#cache.write([putBlob(blob_id, bytes)]);
    return blob_id;
  }

  /** Brings kept bytes to the server; resolves when they are durable there. */
  async upload(blob_id: BlobId): Promise<void> {
    const bytes = await this.#cache.get<Bytes>("blobs", blob_id);
    if (!bytes) throw new FeiliaoError("media_missing");
    let upload = await this.#call("media/start", { sha256: blob_id.slice(4), size: bytes.length });
    while (upload.blob_id === null) {
      const { upload_id, received } = upload;
      const path = `/v1/media/uploads/${upload_id}`;
      upload = await this.#http.upload(path, received, bytes.slice(received), this.#token).catch(unlessMoved);
    }
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

/** An upload that went on elsewhere or expired says nothing against the bytes: begin again where it stands. */
function unlessMoved(error: unknown): never {
  const moved = error instanceof FeiliaoError && ["upload_offset", "not_found"].includes(error.code);
  throw moved ? new NoAnswerError(error) : error;
}

async function sha256(bytes: Bytes): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return btoa(String.fromCharCode(...digest))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}
