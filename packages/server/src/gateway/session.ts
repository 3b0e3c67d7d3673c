import type { AccountId, ConversationId, DeviceId, GoodbyeEvent, TalkId } from "@feiliao/protocol";
import { encodeVoiceFrame } from "@feiliao/protocol/voice-frame";
import type { SocketId } from "../bus/bus.ts";
import type { Hearing, Receiver } from "../delivery/receiver.ts";
import type { TalkerSocket } from "../operations/handler.ts";
import type { DeviceIdentity } from "../store/account-store.ts";
import { CLOSE_GOING_AWAY, CLOSE_SIGNED_OUT } from "./close-codes.ts";
import type { Connection } from "./connection.ts";

/** Bytes waiting in a socket beyond which it lags: nothing more is pushed until it has drained. */
export const SEND_QUEUE_BYTES_MAX = 256 * 1024;
const TALKS_MAX = 8;

type ReceivePackets = (first: number, packets: Uint8Array[]) => void;

/** A signed-in socket: who calls, what delivery pushes to, and what a talker speaks into. */
export class Session implements DeviceIdentity, Receiver, TalkerSocket {
  readonly id: SocketId;
  readonly account_id: AccountId;
  readonly device_id: DeviceId;
  attending: ConversationId | null = null;
  /** It was told goodbye: what it still sends, or had sent before, is not done any more. */
  ended = false;
  readonly #connection: Connection;
  #lagging = false;
  #hearing: Map<TalkId, Hearing> | null = null;
  #talks: Map<number, ReceivePackets> | null = null;

  constructor({ account_id, device_id }: DeviceIdentity, connection: Connection) {
    this.id = connection.id;
    this.account_id = account_id;
    this.device_id = device_id;
    this.#connection = connection;
  }

  /** Made when first needed: most sockets are idle most of the time, and every byte of them counts. */
  get hearing(): Map<TalkId, Hearing> {
    this.#hearing ??= new Map();
    return this.#hearing;
  }

  stopHearing(): void {
    this.#hearing = null;
  }

  push(frame: string): boolean {
    if (this.ended || this.#isLagging()) return false;
    this.#connection.send(frame);
    return true;
  }

  pushVoice(frame: Uint8Array<ArrayBuffer>): boolean {
    if (this.ended || this.#isLagging()) return false;
    this.#connection.send(frame);
    return true;
  }

  /** The socket has drained: it may be pushed to again, after it has pulled what it missed. */
  drained(): void {
    if (!this.#lagging) return;
    this.#lagging = false;
    this.#connection.send('{"event":"lagging"}');
  }

  goodbye(event: Omit<GoodbyeEvent, "event">): void {
    if (this.ended) return;
    this.ended = true;
    this.#connection.send(JSON.stringify({ event: "goodbye", ...event }));
    this.#connection.close(event.retry ? CLOSE_GOING_AWAY : CLOSE_SIGNED_OUT, event.reason);
  }

  bindTalk(handle: number, receive: ReceivePackets): void {
    this.#talks ??= new Map();
    this.#talks.set(handle, receive);
    if (this.#talks.size > TALKS_MAX) this.#talks.delete(this.#talks.keys().next().value!);
  }

  talkOf(handle: number): ReceivePackets | null {
    return this.#talks?.get(handle) ?? null;
  }

  sendStored(handle: number, next_packet: number): void {
    this.#connection.send(encodeVoiceFrame({ kind: "stored", handle, packet: next_packet, packets: [] }));
  }

  #isLagging(): boolean {
    if (!this.#lagging && this.#connection.bufferedBytes() > SEND_QUEUE_BYTES_MAX) this.#lagging = true;
    return this.#lagging;
  }
}
