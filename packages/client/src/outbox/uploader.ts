import type { Cache } from "../cache/port.ts";
import { deleteOutgoingFile } from "../cache/records.ts";
import { coalesced } from "../coalesced.ts";
import type { Media } from "../media.ts";
import type { Clock } from "../types.ts";
import type { UploadItem } from "./item.ts";
import type { Outbox } from "./outbox.ts";
import type { Sender } from "./sender.ts";
import { verdictOf } from "./verdict.ts";

interface Parts {
  cache: Cache;
  clock: Clock;
  media: Media;
  outbox: Outbox;
  sender: Pick<Sender, "wake">;
  isOnline(): boolean;
  onProgress(client_id: string, sent_bytes: number): void;
}

/** Without an answer the connection is usually gone as well, and the next one wakes the uploader at once. */
const UNANSWERED_MS = 1_000;

/**
 * Brings the files of messages to the server, one after the other and by one tab at a time. A message joins those that
 * are sent in order only when its file is durable (D12), so that it holds nobody up meanwhile.
 */
export class Uploader {
  readonly #parts: Parts;
  readonly #progress = new Map<string, number>();
  #current: { client_id: string; abort: AbortController } | null = null;
  #timer: unknown = null;
  #stopped = false;
  readonly #drain = coalesced(() => this.#uploadAll());

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Uploads what waits, as far as that is possible now. */
  wake(): void {
    this.#parts.clock.clearTimeout(this.#timer);
    // A cache that fails now may answer the next time.
    this.#drain().catch(() => this.#again(UNANSWERED_MS));
  }

  /** Bytes of a message's file that the server has, as far as this tab knows. */
  uploaded(client_id: string): number {
    return this.#progress.get(client_id) ?? 0;
  }

  /** Ends the upload of a message that is taken out. */
  cancel(client_id: string): void {
    if (this.#current?.client_id === client_id) this.#current.abort.abort();
    this.#progress.delete(client_id);
  }

  stop(): void {
    this.#stopped = true;
    this.#parts.clock.clearTimeout(this.#timer);
    this.#current?.abort.abort();
  }

  async #uploadAll(): Promise<void> {
    const { cache, outbox } = this.#parts;
    if (!this.#mayUpload() || !outbox.nextUpload()) return;
    await cache.exclusive("uploads", async () => {
      await outbox.reload();
      let item = outbox.nextUpload();
      while (item && this.#mayUpload() && (await this.#upload(item))) item = outbox.nextUpload();
    });
  }

  #mayUpload(): boolean {
    return !this.#stopped && this.#parts.isOnline();
  }

  /** Whether the next one may follow now. */
  async #upload({ client_id, conversation_id, payload }: UploadItem): Promise<boolean> {
    const { cache, media, outbox, sender } = this.#parts;
    const abort = new AbortController();
    this.#current = { client_id, abort };
    outbox.setSending(client_id, true);
    try {
      if (payload.type === "video") await media.upload(payload.poster.blob_id);
      const onProgress = (sent_bytes: number) => this.#noteProgress(client_id, sent_bytes);
      const blob_id = await media.uploadOutgoing(client_id, { onProgress, signal: abort.signal });
      await outbox.update(client_id, { payload: { ...payload, blob_id }, state: { phase: "waiting" } });
      this.#progress.delete(client_id);
      await cache.write([deleteOutgoingFile(client_id)]);
      sender.wake(conversation_id);
      return true;
    } catch (error) {
      return abort.signal.aborted ? !this.#stopped : await this.#fail(client_id, error);
    } finally {
      this.#current = null;
      outbox.setSending(client_id, false);
    }
  }

  #noteProgress(client_id: string, sent_bytes: number): void {
    this.#progress.set(client_id, sent_bytes);
    this.#parts.onProgress(client_id, sent_bytes);
  }

  async #fail(client_id: string, error: unknown): Promise<boolean> {
    const verdict = verdictOf(error);
    if (verdict.type === "refused") {
      await this.#parts.outbox.update(client_id, { state: { phase: "failed", reason: verdict.reason } });
      return true;
    }
    this.#again(verdict.type === "later" ? verdict.after_ms : UNANSWERED_MS);
    return false;
  }

  #again(after_ms: number): void {
    this.#parts.clock.clearTimeout(this.#timer);
    if (!this.#stopped) this.#timer = this.#parts.clock.setTimeout(() => this.wake(), after_ms);
  }
}
