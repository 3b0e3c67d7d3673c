import type { ConversationId, TalkEvent, TalkId } from "@feiliao/protocol";
import { encodeVoiceFrame, VOICE_PACKETS_PER_FRAME_MAX } from "@feiliao/protocol/voice-frame";
import type { Bus, BusMessage } from "../bus/bus.ts";
import type { Hearing, Receiver } from "../delivery/receiver.ts";
import type { Receivers } from "../delivery/receivers.ts";
import type { Clock } from "../platform/clock.ts";
import { inBackground } from "../platform/failure.ts";
import type { Logger } from "../platform/logger.ts";
import { COMMIT_INTERVAL_MS, type Talks } from "./talks.ts";

type Packets = Extract<BusMessage, { kind: "talk_packets" }>;

interface Parts {
  bus: Bus;
  receivers: Receivers;
  talks: Pick<Talks, "isLive" | "packetsFrom">;
  clock: Clock;
  logger: Logger;
}

/** Packets on their way to the disk of the talker's node are there within a commit or two. */
const CATCH_UP_ROUNDS_MAX = 4;

/**
 * Takes live voice to the sockets of this node that attend the conversation. Who comes late hears from the live
 * edge on. Per socket the packets are in order and gap-free, or a `gap` frame says where they go on.
 */
export class Listening {
  readonly #parts: Parts;
  readonly #unsubscribe: () => void;
  #lastHandle = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#unsubscribe = parts.bus.subscribe((message) => {
      if (message.kind === "talk_packets") this.#onPackets(message);
      if (message.kind === "talk_ended")
        this.#onEnd(message.conversation_id, message.talk_id, message.packets);
    });
  }

  close(): void {
    this.#unsubscribe();
  }

  /** Goes on with a talk that a broken socket cut: first what was missed, then what is spoken. */
  resume(receiver: Receiver, talk_id: TalkId, from: number): void {
    const conversation_id = receiver.attending;
    if (!conversation_id || receiver.hearing.has(talk_id)) return;
    const hearing = this.#begin(receiver, conversation_id, talk_id, from);
    if (!hearing) return;
    hearing.waiting = { pieces: [], ended_with: null };
    const caughtUp = this.#catchUp(receiver, talk_id, hearing).finally(() =>
      this.#goLive(receiver, talk_id, hearing),
    );
    inBackground(this.#parts.logger, "resuming a talk", caughtUp);
  }

  /**
   * Sends what is stored until that joins what is spoken. The talker may speak to another node: then the packets
   * between the two are on their way to the disk, and nobody but the store will ever tell of them.
   */
  async #catchUp(receiver: Receiver, talk_id: TalkId, hearing: Hearing): Promise<void> {
    const { talks, clock } = this.#parts;
    for (let round = 1; round <= CATCH_UP_ROUNDS_MAX; round++) {
      const isHere = talks.isLive(talk_id);
      const missed = await talks.packetsFrom(talk_id, hearing.next_packet);
      if (!isHearing(receiver, talk_id, hearing)) return;
      this.#send(receiver, hearing, hearing.next_packet, missed);
      const live = hearing.waiting?.pieces[0];
      const joins = live ? live.first <= hearing.next_packet : round > 1 && missed.length === 0;
      if (isHere || joins) return;
      await new Promise<void>((resolve) => clock.setTimeout(resolve, COMMIT_INTERVAL_MS));
    }
  }

  #goLive(receiver: Receiver, talk_id: TalkId, hearing: Hearing): void {
    const { waiting } = hearing;
    hearing.waiting = null;
    if (!waiting || !isHearing(receiver, talk_id, hearing)) return;
    for (const { first, packets } of waiting.pieces) this.#send(receiver, hearing, first, packets);
    if (waiting.ended_with !== null) this.#end(receiver, talk_id, hearing, waiting.ended_with);
  }

  #onPackets({ conversation_id, talk_id, talker, first, packets }: Packets): void {
    for (const receiver of this.#parts.receivers.attendingTo(conversation_id)) {
      if (receiver.account_id === talker) continue;
      const hearing = receiver.hearing.get(talk_id) ?? this.#begin(receiver, conversation_id, talk_id, first);
      if (hearing?.waiting) hearing.waiting.pieces.push({ first, packets });
      else if (hearing) this.#send(receiver, hearing, first, packets);
    }
  }

  #onEnd(conversation_id: ConversationId, talk_id: TalkId, packets: number): void {
    for (const receiver of this.#parts.receivers.attendingTo(conversation_id)) {
      const hearing = receiver.hearing.get(talk_id);
      if (hearing?.waiting) hearing.waiting.ended_with = packets;
      else if (hearing) this.#end(receiver, talk_id, hearing, packets);
    }
  }

  /** Null when the socket lags: it learns of the talk with a later packet. */
  #begin(
    receiver: Receiver,
    conversation_id: ConversationId,
    talk_id: TalkId,
    from_packet: number,
  ): Hearing | null {
    const handle = ++this.#lastHandle;
    const event: TalkEvent = { event: "talk", conversation_id, talk_id, handle, from_packet };
    if (!receiver.push(JSON.stringify(event))) return null;
    const hearing: Hearing = { handle, next_packet: from_packet, waiting: null };
    receiver.hearing.set(talk_id, hearing);
    return hearing;
  }

  #end(receiver: Receiver, talk_id: TalkId, { handle }: Hearing, packets: number): void {
    receiver.pushVoice(encodeVoiceFrame({ kind: "end", handle, packet: packets, packets: [] }));
    receiver.hearing.delete(talk_id);
  }

  /** Sends what is new of these packets. */
  #send(receiver: Receiver, hearing: Hearing, first: number, packets: readonly Uint8Array[]): void {
    const { handle } = hearing;
    const start = Math.max(first, hearing.next_packet);
    const fresh = packets.slice(start - first);
    if (fresh.length === 0) return;
    if (start > hearing.next_packet) {
      receiver.pushVoice(encodeVoiceFrame({ kind: "gap", handle, packet: start, packets: [] }));
    }
    for (let at = 0; at < fresh.length; at += VOICE_PACKETS_PER_FRAME_MAX) {
      const piece = fresh.slice(at, at + VOICE_PACKETS_PER_FRAME_MAX);
      const frame = encodeVoiceFrame({ kind: "packets", handle, packet: start + at, packets: piece });
      if (!receiver.pushVoice(frame)) return; // it lags: the next packets say where they go on
      hearing.next_packet = start + at + piece.length;
    }
  }
}

/** False once the socket attends something else, or has begun to hear the talk anew. */
function isHearing(receiver: Receiver, talk_id: TalkId, hearing: Hearing): boolean {
  return receiver.hearing.get(talk_id) === hearing;
}
