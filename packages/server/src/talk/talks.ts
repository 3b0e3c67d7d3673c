import type { AccountId, ConversationId, DeviceId, EntryContent, TalkId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { PACKET_MS, readPackets } from "@feiliao/protocol/voice-frame";
import type { Blobs } from "../blobs/blobs.ts";
import type { Bus, SocketId } from "../bus/bus.ts";
import type { ConversationLog } from "../conversation/conversation-log.ts";
import { type Clock, repeat } from "../platform/clock.ts";
import { inBackground } from "../platform/failure.ts";
import { describeFailure, type Logger } from "../platform/logger.ts";
import { newId, type Random } from "../platform/random.ts";
import type { Appended } from "../store/conversation-store.ts";
import type { Store } from "../store/store.ts";
import type { StoredTalk } from "../store/talk-store.ts";
import { AbandonedTalks, WENT_ON } from "./abandoned-talks.ts";
import { LiveTalk, VANISHED_AFTER_MS } from "./live-talk.ts";
import { type EndTalk, TalkEnding } from "./talk-ending.ts";

/** Packets are committed this often, all talks in one commit: about 0.3 s of audio is ever at risk (D13). */
export const COMMIT_INTERVAL_MS = 300;
const PACKETS_MAX = (15 * 60 * 1_000) / PACKET_MS;

export interface StartTalk {
  conversation_id: ConversationId;
  account_id: AccountId;
  device_id: DeviceId;
  client_id: string;
  device_seq?: number;
  origin: SocketId;
}

interface Parts {
  store: Pick<Store, "conversations" | "talks">;
  log: ConversationLog;
  blobs: Blobs;
  bus: Bus;
  clock: Clock;
  random: Random;
  logger: Logger;
}

/**
 * The talks that are spoken into this node: from the first packet, heard by those who attend, to the sealed voice
 * message. Listeners get packets at once; the talker's acknowledgement waits for the disk. A talker may go on at
 * another node at any time: the store decides which packet is due, and this one lets go.
 */
export class Talks {
  readonly #parts: Parts;
  readonly #ending: TalkEnding;
  readonly #live = new Map<TalkId, LiveTalk>();
  readonly #abandoned: AbandonedTalks;
  readonly #stop: () => void;
  readonly #stopListening: () => void;

  constructor(parts: Parts) {
    const { clock, logger } = parts;
    this.#parts = parts;
    this.#ending = new TalkEnding(parts);
    this.#stop = repeat(clock, logger, COMMIT_INTERVAL_MS, () => this.#tick());
    this.#stopListening = parts.bus.subscribe((message) => {
      if (message.kind !== "audience_changed") return;
      inBackground(logger, "the talks of former members", this.#dismiss(message.conversation_id));
    });
    this.#abandoned = new AbandonedTalks({
      talks: parts.store.talks,
      clock,
      logger,
      isHeldHere: (talk_id) => this.isLive(talk_id),
      interrupt: (talk) => this.#appendInterruption(talk),
    });
  }

  /** What cannot be stored now is still with its talker, who was not told that it is. */
  async close(): Promise<void> {
    this.#stop();
    this.#stopListening();
    this.#abandoned.close();
    await Promise.allSettled([...this.#live.values()].map((live) => this.#commit(live)));
  }

  /** Appends the voice entry, or finds the talk that an earlier start with the same key began. */
  async start({ origin, ...intent }: StartTalk): Promise<{ appended: Appended; live: LiveTalk }> {
    const { log, clock, random, store } = this.#parts;
    const offered = newId<TalkId>("talk", random);
    const content = { type: "voice", talk_id: offered } as const;
    const appended = await log.append(
      { ...intent, content, talk: { start: offered }, now: clock.now() },
      origin,
    );
    const stored = JSON.parse(appended.content_json) as EntryContent;
    if (stored.type !== "voice") throw new FeiliaoError("idempotency_conflict");
    const { talk_id } = stored;
    const talk = (await store.talks.byId(talk_id))!;
    if (talk.state === "complete" || talk.state === "cancelled") throw new FeiliaoError("talk_ended");
    const live = this.#live.get(talk_id) ?? this.#hold(talk);
    live.last_packet_at = clock.now();
    return { appended, live };
  }

  /** Packets as they come in; they go out to listeners before they are durable. */
  receive(live: LiveTalk, first: number, packets: readonly Uint8Array[]): void {
    if (live.phase === "ended") throw new FeiliaoError("talk_ended");
    if (first + packets.length > PACKETS_MAX) throw new FeiliaoError("too_large");
    const { talk_id, conversation_id, account_id: talker } = live.talk;
    live.phase = "open"; // the talker who was taken for vanished is back
    live.last_packet_at = this.#parts.clock.now();
    this.#live.set(talk_id, live);
    const start = live.received;
    const fresh = live.accept(first, packets);
    if (fresh.length === 0) {
      live.onStored(live.stored); // a repeat or a gap: say which packet is due
      return;
    }
    this.#parts.bus.publish({
      kind: "talk_packets",
      conversation_id,
      talk_id,
      talker,
      first: start,
      packets: fresh,
    });
  }

  /** Packets of a talk from a number on: all that are stored, and those on their way to the disk of this node. */
  async packetsFrom(talk_id: TalkId, from: number): Promise<Uint8Array[]> {
    const stored = readPackets(await this.#parts.store.talks.packets(talk_id, from));
    const live = this.#live.get(talk_id);
    return live ? [...stored, ...live.pendingFrom(from + stored.length)] : stored;
  }

  /** Whether it is being spoken into this node. */
  isLive(talk_id: TalkId): boolean {
    return this.#live.has(talk_id);
  }

  /** @throws upload_offset with the packet that is due, while fewer than `packets` have arrived */
  async complete(intent: EndTalk, packets: number): Promise<Appended> {
    const live = this.#live.get(intent.talk_id);
    if (live) await this.#commit(live);
    const talk = await this.#own(intent);
    if (talk.state === "cancelled") throw new FeiliaoError("talk_ended");
    if (talk.next_packet !== packets) throw new FeiliaoError("upload_offset", { expected: talk.next_packet });
    const appended = await this.#ending.append(talk, "complete", intent);
    this.#release(talk.talk_id);
    return appended;
  }

  async cancel(intent: Omit<EndTalk, "waveform">): Promise<Appended> {
    const talk = await this.#own(intent);
    const appended = await this.#ending.append(talk, "cancelled", { ...intent, waveform: "" });
    this.#release(talk.talk_id);
    return appended;
  }

  /** The talk, if it is this account's: what belongs to others does not exist. */
  async #own({ talk_id, account_id }: Pick<EndTalk, "talk_id" | "account_id">): Promise<StoredTalk> {
    const talk = await this.#parts.store.talks.byId(talk_id);
    if (talk?.account_id !== account_id) throw new FeiliaoError("not_found");
    return talk;
  }

  #hold(talk: StoredTalk): LiveTalk {
    const live = new LiveTalk(talk, this.#parts.clock.now());
    this.#live.set(talk.talk_id, live);
    return live;
  }

  #release(talk_id: TalkId): void {
    const live = this.#live.get(talk_id);
    if (live) live.phase = "ended";
    this.#live.delete(talk_id);
  }

  async #tick(): Promise<void> {
    await Promise.all([...this.#live.values()].map((live) => this.#keep(live)));
  }

  /** Commits what came in and ends the talk when nothing comes any more. A failure is tried again. */
  async #keep(live: LiveTalk): Promise<void> {
    const { clock, logger } = this.#parts;
    const { talk_id } = live.talk;
    try {
      await this.#commit(live);
      if (clock.now() - live.last_packet_at >= VANISHED_AFTER_MS) await this.#interrupt(live);
    } catch (failure) {
      if (failure instanceof FeiliaoError && WENT_ON.has(failure.code)) return this.#release(talk_id);
      live.last_packet_at = clock.now();
      logger.warn("a talk could not be stored; it is tried again", { error: describeFailure(failure) });
    }
  }

  async #commit(live: LiveTalk): Promise<void> {
    const { store, clock } = this.#parts;
    if (live.pending.length === 0) return;
    const next = await store.talks.store(live.talk.talk_id, live.stored, [...live.pending], clock.now());
    live.committed(Math.max(next, live.stored));
    live.onStored(live.stored);
  }

  /** D17: who does not belong to the conversation any more is not heard further. What they said before is kept. */
  async #dismiss(conversation_id: ConversationId): Promise<void> {
    const { conversations, talks } = this.#parts.store;
    const here = [...this.#live.values()].filter(({ talk }) => talk.conversation_id === conversation_id);
    for (const live of here) {
      if (await conversations.isMember(conversation_id, live.talk.account_id)) continue;
      const { talk_id } = live.talk;
      this.#release(talk_id);
      await this.#commit(live);
      const talk = await talks.byId(talk_id);
      if (talk?.state === "open") await this.#appendInterruption(talk);
    }
  }

  /** Lets go of it, and ends it unless it went on at another node or has ended there. */
  async #interrupt(live: LiveTalk): Promise<void> {
    const { talk_id } = live.talk;
    const talk = (await this.#parts.store.talks.byId(talk_id))!;
    live.phase = "interrupted";
    this.#live.delete(talk_id);
    const elsewhere = talk.next_packet > live.stored;
    if (talk.state === "open" && !elsewhere) await this.#appendInterruption(talk);
  }

  /** Never a cancellation, even with nothing stored: what the talker still holds must find its talk again. */
  async #appendInterruption(talk: StoredTalk): Promise<void> {
    const { talk_id, account_id, device_id } = talk;
    const by = { talk_id, account_id, device_id, waveform: "", origin: null };
    await this.#ending.append(talk, "interrupted", by);
  }
}
