import type {
  AccountId,
  ConversationId,
  DeviceId,
  TalkEndContent,
  TalkId,
  TalkOutcome,
} from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { PACKET_MS, readPackets } from "@feiliao/protocol/voice-frame";
import type { Blobs } from "../blobs/blobs.ts";
import type { Bus, SocketId } from "../bus/bus.ts";
import type { ConversationLog } from "../conversation/conversation-log.ts";
import { type Clock, repeat } from "../platform/clock.ts";
import { describeFailure, type Logger } from "../platform/logger.ts";
import { newId, type Random } from "../platform/random.ts";
import type { Appended } from "../store/conversation-store.ts";
import type { Store } from "../store/store.ts";
import type { StoredTalk } from "../store/talk-store.ts";
import { LiveTalk } from "./live-talk.ts";

/** Packets are committed this often: with the commit itself, less than 0.5 s of audio is ever at risk (D13). */
export const COMMIT_INTERVAL_MS = 300;
/** A talker who is silent on the wire for this long has vanished; what arrived is kept as it is. */
export const VANISHED_AFTER_MS = 10_000;
const PACKETS_MAX = (15 * 60 * 1_000) / PACKET_MS;

export interface StartTalk {
  conversation_id: ConversationId;
  account_id: AccountId;
  device_id: DeviceId;
  client_id: string;
  device_seq?: number;
  origin: SocketId;
}

export interface EndTalk {
  talk_id: TalkId;
  account_id: AccountId;
  device_id: DeviceId;
  outcome: TalkOutcome;
  waveform: string;
  origin: SocketId | null;
}

interface Parts {
  store: Pick<Store, "talks">;
  log: ConversationLog;
  blobs: Blobs;
  bus: Bus;
  clock: Clock;
  random: Random;
  logger: Logger;
}

/**
 * The talks of this node: from the first packet, heard by those who attend, to the sealed voice message.
 * Listeners get packets at once; the talker's acknowledgement waits for the disk.
 */
export class Talks {
  readonly #parts: Parts;
  readonly #live = new Map<TalkId, LiveTalk>();
  readonly #stop: () => void;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#stop = repeat(parts.clock, COMMIT_INTERVAL_MS, () => this.#commitAll());
  }

  /** Talks that were open when the server stopped may be continued, or are ended as interrupted. */
  async recover(): Promise<void> {
    for (const talk of await this.#parts.store.talks.open()) this.#hold(talk);
  }

  async close(): Promise<void> {
    this.#stop();
    await this.#commitAll();
  }

  /** Appends the voice entry, or finds the talk that an earlier start with the same key began. */
  async start({ origin, ...intent }: StartTalk): Promise<{ appended: Appended; live: LiveTalk }> {
    const { log, clock, random, store } = this.#parts;
    const offered = newId<TalkId>("talk", random);
    const appended = await log.append(
      { ...intent, content: { type: "voice", talk_id: offered }, talk: { start: offered }, now: clock.now() },
      origin,
    );
    if (appended.content.type !== "voice") throw new FeiliaoError("idempotency_conflict");
    const { talk_id } = appended.content;
    const known = this.#live.get(talk_id);
    if (known) return { appended, live: known };
    const talk = (await store.talks.byId(talk_id))!;
    if (talk.state === "complete" || talk.state === "cancelled") throw new FeiliaoError("talk_ended");
    return { appended, live: this.#hold(talk) };
  }

  /** Packets as they come in; they go out to listeners before they are durable. */
  receive(live: LiveTalk, first: number, packets: readonly Uint8Array[]): void {
    if (live.received + packets.length > PACKETS_MAX) throw new FeiliaoError("too_large");
    const start = live.received;
    const fresh = live.accept(first, packets, this.#parts.clock.now());
    if (fresh.length === 0) {
      live.onStored(live.stored); // a repeat or a gap: say which packet is due
      return;
    }
    const { talk_id, conversation_id, account_id: talker } = live.talk;
    this.#parts.bus.publish({
      kind: "talk_packets",
      conversation_id,
      talk_id,
      talker,
      first: start,
      packets: fresh,
    });
  }

  /** Packets of a talk from a number on, as far as it has come. */
  async packetsFrom(talk_id: TalkId, from: number): Promise<Uint8Array[]> {
    const stored = readPackets(await this.#parts.store.talks.packets(talk_id, from));
    const live = this.#live.get(talk_id);
    return live ? [...stored, ...live.pendingFrom(from + stored.length)] : stored;
  }

  isLive(talk_id: TalkId): boolean {
    return this.#live.has(talk_id);
  }

  /** The talk, if it is this account's: what belongs to others does not exist. */
  async own(talk_id: TalkId, account_id: AccountId): Promise<StoredTalk> {
    const talk = await this.#parts.store.talks.byId(talk_id);
    if (!talk || talk.account_id !== account_id) throw new FeiliaoError("not_found");
    return talk;
  }

  /** @throws upload_offset with the packet that is due, while fewer than `packets` have arrived */
  async complete(intent: Omit<EndTalk, "outcome">, packets: number): Promise<Appended> {
    const live = this.#live.get(intent.talk_id);
    if (live) await this.#commit(live);
    const talk = await this.own(intent.talk_id, intent.account_id);
    if (talk.state === "cancelled") throw new FeiliaoError("talk_ended");
    if (talk.state !== "complete" && talk.next_packet !== packets) {
      throw new FeiliaoError("upload_offset", { expected: talk.next_packet });
    }
    return this.#end(talk, { ...intent, outcome: "complete" });
  }

  async cancel(intent: Omit<EndTalk, "outcome" | "waveform">): Promise<Appended> {
    const talk = await this.own(intent.talk_id, intent.account_id);
    if (talk.state === "complete") throw new FeiliaoError("talk_ended");
    return this.#end(talk, { ...intent, outcome: "cancelled", waveform: "" });
  }

  #hold(talk: StoredTalk): LiveTalk {
    const live = new LiveTalk(talk, this.#parts.clock.now());
    this.#live.set(talk.talk_id, live);
    return live;
  }

  async #commitAll(): Promise<void> {
    const now = this.#parts.clock.now();
    for (const live of [...this.#live.values()]) {
      try {
        await this.#commit(live);
        if (now - live.last_packet_at >= VANISHED_AFTER_MS) await this.#interrupt(live);
      } catch (failure) {
        this.#parts.logger.warn("a talk could not be stored; its talker keeps it and it is tried again", {
          error: describeFailure(failure),
        });
      }
    }
  }

  async #commit(live: LiveTalk): Promise<void> {
    const { store, clock } = this.#parts;
    if (live.pending.length === 0) return;
    const next = await store.talks.store(live.talk.talk_id, live.stored, [...live.pending], clock.now());
    live.committed(next);
    live.onStored(next);
  }

  async #interrupt(live: LiveTalk): Promise<void> {
    const { talk_id, account_id, device_id } = live.talk;
    const outcome = live.stored > 0 ? "interrupted" : "cancelled";
    const talk = { ...live.talk, next_packet: live.stored };
    await this.#end(talk, { talk_id, account_id, device_id, outcome, waveform: "", origin: null });
  }

  async #end(talk: StoredTalk, { outcome, waveform, origin, device_id }: EndTalk): Promise<Appended> {
    const { log, blobs, bus, clock, store } = this.#parts;
    const { talk_id, conversation_id, account_id, seq: target } = talk;
    const packets = outcome === "cancelled" ? 0 : talk.next_packet;
    const keep = outcome !== "cancelled" && talk.state !== "complete" && packets > 0;
    const blob_id = keep ? await blobs.put(await store.talks.packets(talk_id, 0)) : null;
    const content: TalkEndContent = {
      type: "talk_end",
      target,
      talk_id,
      outcome,
      packets,
      duration_ms: packets * PACKET_MS,
      waveform,
    };
    const appended = await log.append(
      {
        conversation_id,
        account_id,
        device_id,
        client_id: `${talk_id}:${outcome}:${packets}`,
        content,
        talk: { end: talk_id, blob_id },
        now: clock.now(),
      },
      origin,
    );
    this.#live.delete(talk_id);
    bus.publish({ kind: "talk_ended", conversation_id, talk_id, packets });
    return appended;
  }
}
