import type { AccountId, ConversationId, DeviceId, GoodbyeEvent, TalkId } from "@feiliao/protocol";
import { encodeVoiceFrame } from "@feiliao/protocol/voice-frame";
import type { SocketId } from "../bus/bus.ts";
import type { Hearing, Receiver } from "../delivery/receiver.ts";
import type { TalkerSocket } from "../operations/handler.ts";
import type { DeviceIdentity } from "../store/account-store.ts";
import type { Wire } from "./batched-wire.ts";

/** Bytes waiting in a socket beyond which it lags: nothing more is pushed until it has drained. */
export const SEND_QUEUE_BYTES_MAX = 1024 * 1024;
const TALKS_MAX = 8;

type ReceivePackets = (first: number, packets: Uint8Array[]) => void;

/** A signed-in socket: what delivery pushes to, and what a talker speaks into. */
export class Session implements Receiver, TalkerSocket {
  readonly id: SocketId;
  readonly identity: DeviceIdentity;
  attending: ConversationId | null = null;
  /** It was told goodbye: what it still sends, or had sent before, is not done any more. */
  ended = false;
  readonly #wire: Wire;
  #lagging = false;
  #hearing: Map<TalkId, Hearing> | null = null;
  #talks: Map<number, ReceivePackets> | null = null;

  constructor(id: SocketId, identity: DeviceIdentity, wire: Wire) {
    this.id = id;
    this.identity = identity;
    this.#wire = wire;
  }

  get account_id(): AccountId {
    return this.identity.account_id;
  }

  get device_id(): DeviceId {
    return this.identity.device_id;
  }

  /** Made when first needed: most sockets are idle most of the time, and every byte of them counts. */
  get hearing(): Map<TalkId, Hearing> {
    this.#hearing ??= new Map();
    return this.#hearing;
  }

  push(frame: string): boolean {
    if (this.ended || this.#isLagging()) return false;
    this.#wire.send(frame);
    return true;
  }

  pushVoice(frame: Uint8Array<ArrayBuffer>): boolean {
    if (this.ended || this.#isLagging()) return false;
    this.#wire.send(frame);
    return true;
  }

  /** The socket has drained: it may be pushed to again, after it has pulled what it missed. */
  drained(): void {
    if (!this.#lagging) return;
    this.#lagging = false;
    this.#wire.send('{"event":"lagging"}');
  }

  goodbye(event: Omit<GoodbyeEvent, "event">): void {
    if (this.ended) return;
    this.ended = true;
    this.#wire.send(JSON.stringify({ event: "goodbye", ...event }));
    this.#wire.close(event.retry ? CLOSE_GOING_AWAY : CLOSE_SIGNED_OUT, event.reason);
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
    this.#wire.send(encodeVoiceFrame({ kind: "stored", handle, packet: next_packet, packets: [] }));
  }

  #isLagging(): boolean {
    if (!this.#lagging && this.#wire.getBufferedAmount() > SEND_QUEUE_BYTES_MAX) this.#lagging = true;
    return this.#lagging;
  }
}

/** Close codes from 4000 are ours (RFC 6455 §7.4.2): 44xx means do not reconnect as you are. */
export const CLOSE_GOING_AWAY = 1001;
export const CLOSE_SIGNED_OUT = 4401;
export const CLOSE_NO_HELLO = 4408;
export const CLOSE_PROTOCOL_ERROR = 4400;
