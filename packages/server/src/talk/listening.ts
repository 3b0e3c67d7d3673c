import type { ConversationId, TalkEvent, TalkId } from "@feiliao/protocol";
import { encodeVoiceFrame, VOICE_PACKETS_PER_FRAME_MAX } from "@feiliao/protocol/voice-frame";
import type { Bus, BusMessage } from "../bus/bus.ts";
import type { Receiver } from "../delivery/receiver.ts";
import type { Receivers } from "../delivery/receivers.ts";

type Packets = Extract<BusMessage, { kind: "talk_packets" }>;

/**
 * Takes live voice to the sockets of this node that attend the conversation. Who comes late hears from the live
 * edge on. Per socket the packets are in order and gap-free, or a `gap` frame says where they go on.
 */
export class Listening {
  readonly #receivers: Receivers;
  readonly #unsubscribe: () => void;
  #lastHandle = 0;

  constructor(bus: Bus, receivers: Receivers) {
    this.#receivers = receivers;
    this.#unsubscribe = bus.subscribe((message) => {
      if (message.kind === "talk_packets") this.#onPackets(message);
      if (message.kind === "talk_ended")
        this.#onEnd(message.conversation_id, message.talk_id, message.packets);
    });
  }

  close(): void {
    this.#unsubscribe();
  }

  /** Goes on with a talk that a broken socket cut: sends what was missed, then the live packets follow. */
  resume(receiver: Receiver, talk_id: TalkId, from: number, missed: readonly Uint8Array[]): void {
    const conversation_id = receiver.attending;
    if (!conversation_id || receiver.hearing.has(talk_id)) return;
    if (!this.#begin(receiver, conversation_id, talk_id, from)) return;
    for (let at = 0; at < missed.length; at += VOICE_PACKETS_PER_FRAME_MAX) {
      this.#send(receiver, talk_id, from + at, missed.slice(at, at + VOICE_PACKETS_PER_FRAME_MAX));
    }
  }

  #onPackets({ conversation_id, talk_id, talker, first, packets }: Packets): void {
    for (const receiver of this.#receivers.attendingTo(conversation_id)) {
      if (receiver.account_id === talker) continue;
      const begun = receiver.hearing.has(talk_id) || this.#begin(receiver, conversation_id, talk_id, first);
      if (begun) this.#send(receiver, talk_id, first, packets);
    }
  }

  #onEnd(conversation_id: ConversationId, talk_id: TalkId, packets: number): void {
    for (const receiver of this.#receivers.attendingTo(conversation_id)) {
      const hearing = receiver.hearing.get(talk_id);
      if (!hearing) continue;
      receiver.pushVoice(
        encodeVoiceFrame({ kind: "end", handle: hearing.handle, packet: packets, packets: [] }),
      );
      receiver.hearing.delete(talk_id);
    }
  }

  /** False when the socket lags: it learns of the talk with a later packet. */
  #begin(receiver: Receiver, conversation_id: ConversationId, talk_id: TalkId, from_packet: number): boolean {
    const handle = ++this.#lastHandle;
    const event: TalkEvent = { event: "talk", conversation_id, talk_id, handle, from_packet };
    if (!receiver.push(JSON.stringify(event))) return false;
    receiver.hearing.set(talk_id, { handle, next_packet: from_packet });
    return true;
  }

  #send(receiver: Receiver, talk_id: TalkId, first: number, packets: readonly Uint8Array[]): void {
    const hearing = receiver.hearing.get(talk_id)!;
    const fresh = packets.slice(Math.max(0, hearing.next_packet - first));
    if (fresh.length === 0) return;
    const start = Math.max(first, hearing.next_packet);
    if (start > hearing.next_packet) {
      receiver.pushVoice(
        encodeVoiceFrame({ kind: "gap", handle: hearing.handle, packet: start, packets: [] }),
      );
    }
    const { handle } = hearing;
    if (receiver.pushVoice(encodeVoiceFrame({ kind: "packets", handle, packet: start, packets: fresh }))) {
      hearing.next_packet = start + fresh.length;
    }
  }
}
