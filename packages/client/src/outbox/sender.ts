import type { Ack, ConversationId, Entry, EntryContent, ErrorCode, MessageChange } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Cache } from "../cache/port.ts";
import { type Credentials, metaKey, putMeta } from "../cache/records.ts";
import type { Call } from "../call.ts";
import { coalesced } from "../coalesced.ts";
import type { Media } from "../media.ts";
import type { Model } from "../model/model.ts";
import type { Sync } from "../sync/sync.ts";
import type { Talks } from "../talk/talks.ts";
import type { Clock } from "../types.ts";
import {
  type ChangePayload,
  type ClearPayload,
  type ContentPayload,
  type HidePayload,
  isMessageItem,
  isVoice,
  type OutboxItem,
  sendableOf,
} from "./item.ts";
import type { Outbox } from "./outbox.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

type Refusal = Extract<Verdict, { type: "refused" }>;

export interface SenderParts {
  cache: Cache;
  call: Call;
  clock: Clock;
  credentials: Credentials;
  media: Media;
  model: Model;
  outbox: Outbox;
  sync: Sync;
  talks: Talks;
  isOnline(): boolean;
  /** The server has deleted messages for this person. */
  onConcealed(conversation_id: ConversationId, payload: HidePayload | ClearPayload): Promise<void>;
  /** A change of a message was refused for good. */
  onRefused(conversation_id: ConversationId, change: MessageChange, reason: ErrorCode): void;
}

/** What the server has acknowledged, and so the entry that is now in the log. */
export interface Sent {
  ack: Ack;
  content: EntryContent;
}

/** Without an answer the connection is usually gone as well, and the next one wakes the sender at once. */
const UNANSWERED_MS = 1_000;

/**
 * Sends the outbox: in each conversation one item after the other, in the order of composing (D4), by one tab at
 * a time. An item whose outcome is unknown is sent again under the same key and the same number (D2).
 */
export class Sender {
  readonly #parts: SenderParts;
  readonly #drains = new Map<ConversationId, () => Promise<void>>();
  /** Timers of the conversations that wait. Only timers: the device's wall clock may jump meanwhile (D16). */
  readonly #waiting = new Map<ConversationId, unknown>();
  #stopped = false;

  constructor(parts: SenderParts) {
    this.#parts = parts;
  }

  /** Sends what waits in the conversation, as far as that is possible now. */
  wake(conversation_id: ConversationId): void {
    const drain = this.#drains.get(conversation_id) ?? coalesced(() => this.#drain(conversation_id));
    this.#drains.set(conversation_id, drain);
    // A cache that fails now may answer the next time.
    drain().catch(() => this.#sendAgain(conversation_id, UNANSWERED_MS));
  }

  /** There is a new connection: everything that waits is tried at once. */
  online(): void {
    for (const conversation_id of this.#parts.outbox.conversations) this.hurry(conversation_id);
  }

  /** There is nothing to wait for any more. */
  hurry(conversation_id: ConversationId): void {
    this.#stopWaiting(conversation_id);
    this.wake(conversation_id);
  }

  stop(): void {
    this.#stopped = true;
    for (const conversation_id of [...this.#waiting.keys()]) this.#stopWaiting(conversation_id);
  }

  async #drain(conversation_id: ConversationId): Promise<void> {
    if (!this.#maySend(conversation_id)) return;
    const { cache, outbox, talks } = this.#parts;
    talks.resume(conversation_id);
    await cache.exclusive(`outbox/${conversation_id}`, async () => {
      await outbox.reload();
      let item = outbox.head(conversation_id);
      while (item && this.#maySend(conversation_id) && (await this.#send(item))) {
        item = outbox.head(conversation_id);
      }
    });
  }

  #maySend(conversation_id: ConversationId): boolean {
    return !this.#stopped && this.#parts.isOnline() && !this.#waiting.has(conversation_id);
  }

  /** Whether the next one may follow. */
  async #send(item: OutboxItem): Promise<boolean> {
    const { cache, outbox, talks } = this.#parts;
    const { client_id, conversation_id } = item;
    if (isVoice(item) && !talks.owns(client_id)) return false; // the tab that records it sends it
    const { payload } = item;
    if (payload.type === "hide" || payload.type === "clear") return await this.#conceal(item, payload);
    const number = 1 + ((await cache.get<number>("meta", metaKey.deviceSeq(conversation_id))) ?? 0);
    outbox.setSending(client_id, true);
    try {
      await this.#land(item, await this.#transmit(item, number), number);
      return true;
    } catch (error) {
      return await this.#fail(item, number, error);
    } finally {
      outbox.setSending(client_id, false);
    }
  }

  async #transmit(item: OutboxItem, device_seq: number) {
    const { conversation_id, client_id, payload, forwards, sms } = item;
    const { call, media, talks } = this.#parts;
    if (payload.type === "voice") return await talks.begin(client_id, device_seq);
    const key = { conversation_id, client_id, device_seq };
    if (payload.type === "change") {
      const change = this.#withTarget(conversation_id, payload);
      return { ack: await call("message/change", { ...key, change }), content: change };
    }
    if (forwards && forwards !== "favourite") await call("media/adopt", forwards);
    else if (payload.type === "image" && !forwards) await media.upload(payload.blob_id);
    const content = sendableOf(payload as ContentPayload);
    return { ack: await call("message/send", { ...key, content, ...(sms && { sms }) }), content };
  }

  /** A change of a message that waited itself, which has been sent by now. @throws target_gone when it was not */
  #withTarget(conversation_id: ConversationId, { change, target_key }: ChangePayload): MessageChange {
    if (target_key === undefined) return change;
    const { credentials, model, outbox } = this.#parts;
    const state = outbox.get(target_key)?.state;
    const entry = model
      .conversation(conversation_id)
      ?.log.entries.findLast(
        ({ sender, client_id }) => client_id === target_key && sender === credentials.account_id,
      );
    const target = entry?.seq ?? (state?.phase === "acked" ? state.ack.seq : null);
    if (target === null) throw new FeiliaoError("target_gone");
    return { ...change, target };
  }

  async #conceal(item: OutboxItem, payload: HidePayload | ClearPayload): Promise<boolean> {
    const { call, outbox, onConcealed } = this.#parts;
    const { client_id, conversation_id } = item;
    try {
      if (payload.type === "hide") await call("message/hide", { conversation_id, seqs: payload.seqs });
      else await call("conversation/clear", { conversation_id, up_to: payload.up_to });
    } catch (error) {
      return await this.#fail(item, 0, error);
    }
    await onConcealed(conversation_id, payload);
    await outbox.remove(client_id);
    return true;
  }

  /** The entry is on the server's disk: it goes into the log here, and its number is used. */
  async #land({ client_id, conversation_id, sms }: OutboxItem, sent: Sent, device_seq: number) {
    const { credentials, model, outbox, sync } = this.#parts;
    const { ack } = sent;
    const { epoch, seq, server_time, expires_in_s } = ack;
    const content = (expires_in_s ? { ...sent.content, expires_in_s } : sent.content) as EntryContent;
    const { account_id: sender, device_id } = credentials;
    const entry: Entry = { seq, sender, device_id, client_id, server_time, enc: 0, content };
    if (sms) model.account.sms.expect(conversation_id, seq);
    const used = putMeta(metaKey.deviceSeq(conversation_id), device_seq);
    const appended = await sync.appendOwn({ conversation_id, epoch, entry }, [used]);
    if (content.type === "voice") {
      await outbox.update(client_id, { state: { phase: "started", ack, talk_id: content.talk_id } });
    } else if (appended) await outbox.remove(client_id);
    else await outbox.update(client_id, { state: { phase: "acked", ack } });
  }

  async #fail(item: OutboxItem, device_seq: number, error: unknown): Promise<boolean> {
    const { cache, talks } = this.#parts;
    const verdict = verdictOf(error);
    switch (verdict.type) {
      case "unknown":
        return this.#sendAgain(item.conversation_id, UNANSWERED_MS);
      case "later":
        return this.#sendAgain(item.conversation_id, verdict.after_ms);
      case "renumber":
        if (verdict.expected === device_seq) return this.#sendAgain(item.conversation_id, UNANSWERED_MS);
        await cache.write([putMeta(metaKey.deviceSeq(item.conversation_id), verdict.expected - 1)]);
        return true;
      case "refused":
        // The answers of an earlier run were lost: the log has the talk, and says how it ended.
        if (verdict.reason === "talk_ended") await talks.get(item.client_id)?.forget();
        else if (!isMessageItem(item)) await this.#undo(item, verdict.reason);
        else await this.#refused(item, verdict);
        return true;
    }
  }

  async #refused({ client_id }: OutboxItem, { reason, fen }: Refusal): Promise<void> {
    await this.#parts.outbox.update(client_id, { state: { phase: "failed", reason, fen } });
  }

  async #undo({ client_id, conversation_id, payload }: OutboxItem, reason: ErrorCode): Promise<void> {
    await this.#parts.outbox.remove(client_id);
    if (payload.type === "change") this.#parts.onRefused(conversation_id, payload.change, reason);
  }

  #sendAgain(conversation_id: ConversationId, after_ms: number): false {
    this.#stopWaiting(conversation_id);
    if (this.#stopped) return false;
    const timer = this.#parts.clock.setTimeout(() => this.hurry(conversation_id), after_ms);
    this.#waiting.set(conversation_id, timer);
    return false;
  }

  #stopWaiting(conversation_id: ConversationId): void {
    this.#parts.clock.clearTimeout(this.#waiting.get(conversation_id));
    this.#waiting.delete(conversation_id);
  }
}
