import type { ConversationId, Entry } from "@feiliao/protocol";
import type { VoiceFrame } from "@feiliao/protocol/voice-frame";
import type { Cache } from "../cache/port.ts";
import type { Credentials } from "../cache/records.ts";
import { newClientId } from "../client-id.ts";
import type { Socket } from "../connection/socket.ts";
import type { Model } from "../model/model.ts";
import { isVoice, type OutboxItem, type VoiceItem, type VoicePayload } from "../outbox/item.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { Sent } from "../outbox/sender.ts";
import type { Platform } from "../platform.ts";
import type { Sync } from "../sync/sync.ts";
import type { SendOptions, TalkRecording } from "../types.ts";
import { talkEndEntry } from "./end-entry.ts";
import { KeptPackets } from "./kept-packets.ts";
import { PacketBuffer } from "./packet-buffer.ts";
import { Talk, type TalkOrigin, type TalkPort } from "./talk.ts";

export interface TalksParts {
  cache: Cache;
  credentials: Credentials;
  outbox: Outbox;
  platform: Platform;
  model: Model;
  sync: Sync;
  socket(): Socket | null;
  /** Something of this conversation can be sent. */
  wake(conversation_id: ConversationId): void;
}

/**
 * The voice messages that this tab carries. Each is carried by one tab: the one that records it, or, when that
 * is gone, the first that gets its lock.
 */
export class Talks {
  readonly #parts: TalksParts;
  readonly #port: TalkPort;
  readonly #owned = new Map<string, Talk>();
  readonly #claimed = new Set<string>();
  #lastHandle = 0;
  #stopped = false;

  constructor(parts: TalksParts) {
    const { outbox } = parts;
    this.#parts = parts;
    this.#port = {
      clock: parts.platform.clock,
      socket: () => parts.socket(),
      nextHandle: () => ++this.#lastHandle,
      changed: (talk) => void outbox.update(talk.key, { payload: talk.payload }).catch(() => {}),
      refused: (talk, reason) =>
        void outbox.update(talk.key, { state: { phase: "failed", reason } }).catch(() => {}),
      notAsSms: ({ conversation_id }, seq) => {
        parts.model.account.sms.expect(conversation_id, seq, false);
        parts.model.conversation(conversation_id)?.touch(seq);
      },
      over: (talk, end, cleared) => this.#over(talk, end && talkEndEntry(end, parts.credentials), cleared),
    };
  }

  owns(client_id: string): boolean {
    return this.#owned.has(client_id);
  }

  get(client_id: string): Talk | undefined {
    return this.#owned.get(client_id);
  }

  record(conversation_id: ConversationId, { sms }: SendOptions = {}): TalkRecording {
    const { cache, outbox, platform, wake } = this.#parts;
    const key = newClientId(platform);
    const payload: VoicePayload = { type: "voice", recording: "running", packets: 0, waveform: [] };
    const packets = new PacketBuffer();
    const kept = new KeptPackets(cache, key);
    const talk = this.#own({ key, conversation_id, packets, kept, payload, begun: false, sms });
    this.#claimed.add(key);
    void cache.exclusive(lockOf(key), () => talk.settled);
    const composed_at = platform.clock.now();
    const composed = { client_id: key, conversation_id, composed_at, payload, ...(sms && { sms }) };
    outbox
      .compose(composed)
      .catch(() => {}) // what is said goes out all the same
      .then(() => wake(conversation_id));
    return talk;
  }

  /** Takes over what no tab carries any more. */
  adopt(): void {
    for (const item of this.#parts.outbox.items.filter(isVoice)) {
      if (this.#claimed.has(item.client_id)) continue;
      this.#claimed.add(item.client_id);
      void this.#parts.cache.exclusive(lockOf(item.client_id), () => this.#adopt(item));
    }
  }

  /** For the sender, when it is the talk's turn. @throws {FeiliaoError | NoAnswerError} */
  async begin(client_id: string, device_seq: number): Promise<Sent> {
    return await this.#owned.get(client_id)!.begin(device_seq);
  }

  /** Continues the talks of a conversation that were started before. */
  resume(conversation_id: ConversationId): void {
    for (const talk of this.#owned.values()) {
      const started = this.#parts.outbox.get(talk.key)?.state.phase === "started";
      if (started && talk.conversation_id === conversation_id) talk.resume();
    }
  }

  stored({ handle, packet }: VoiceFrame): void {
    for (const talk of this.#owned.values()) if (talk.handle === handle) talk.stored(packet);
  }

  /** Leaves every talk in the cache as far as it has come. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all([...this.#owned.values()].map((talk) => talk.leave()));
  }

  async #adopt(found: VoiceItem): Promise<void> {
    const { cache, outbox, wake } = this.#parts;
    await outbox.reload();
    const item = outbox.get(found.client_id);
    if (this.#stopped || !item || !isVoice(item)) return; // its tab brought it to its end
    const talk = this.#own(await originOf(item, cache));
    if (talk.payload.packets === 0 && item.state.phase !== "started") return await talk.forget();
    await talk.save();
    wake(item.conversation_id);
    await talk.settled;
  }

  #own(origin: TalkOrigin): Talk {
    const talk = new Talk(origin, this.#port);
    this.#owned.set(talk.key, talk);
    void talk.settled.then(() => this.#owned.delete(talk.key));
    return talk;
  }

  async #over(talk: Talk, end: OwnEntry | null, cleared: Parameters<Outbox["remove"]>[1]): Promise<void> {
    const { outbox, sync } = this.#parts;
    const { key: client_id, conversation_id } = talk;
    const logged = end ? sync.appendOwn({ conversation_id, ...end }, []) : sync.pull();
    await Promise.all([logged, outbox.remove(client_id, cleared)]);
  }
}

interface OwnEntry {
  epoch: number;
  entry: Entry;
}

/** A recording that its page did not finish ends as far as it came. */
async function originOf(item: OutboxItem & VoiceItem, cache: Cache): Promise<TalkOrigin> {
  const { client_id: key, conversation_id, state, sms } = item;
  const { packets, kept } = await KeptPackets.load(cache, key);
  const recording = item.payload.recording === "running" ? "finished" : item.payload.recording;
  const payload = { ...item.payload, recording };
  const untouched = state.phase === "waiting" && recording !== "cancelled" && packets.first === 0;
  return { key, conversation_id, packets, kept, payload, begun: !untouched, sms };
}

function lockOf(client_id: string): string {
  return `talk/${client_id}`;
}
