import type { StoredTalk } from "../store/talk-store.ts";

/** A talker who is silent on the wire for this long has vanished; what arrived is kept as it is. */
export const VANISHED_AFTER_MS = 10_000;

/**
 * open: packets are taken. interrupted: its end was appended because the talker was silent; packets re-open it.
 * ended: complete or cancelled, for good.
 */
export type LiveTalkPhase = "open" | "interrupted" | "ended";

/**
 * A talk that is being spoken into this node: the packets that arrived but are not durable yet.
 * `received` counts all that arrived, `stored` those on disk; pending holds the ones between.
 */
export class LiveTalk {
  readonly talk: StoredTalk;
  readonly #pending: Uint8Array[] = [];
  phase: LiveTalkPhase = "open";
  stored: number;
  last_packet_at: number;
  /** Tells the present talker which packet is due; set anew with each socket that continues the talk. */
  onStored: (next_packet: number) => void = () => {};

  constructor(talk: StoredTalk, now: number) {
    this.talk = talk;
    this.stored = talk.next_packet;
    this.last_packet_at = now;
  }

  get received(): number {
    return this.stored + this.#pending.length;
  }

  /** Takes what is new of these packets; none after a gap. Returns the new ones. */
  accept(first: number, packets: readonly Uint8Array[]): Uint8Array[] {
    if (first > this.received) return [];
    const fresh = packets.slice(this.received - first);
    this.#pending.push(...fresh);
    return fresh;
  }

  /** Packets from a number on that are not durable yet. */
  pendingFrom(packet: number): Uint8Array[] {
    return this.#pending.slice(Math.max(0, packet - this.stored));
  }

  /** The packets to commit now; they stay pending until `committed`. */
  get pending(): readonly Uint8Array[] {
    return this.#pending;
  }

  committed(next_packet: number): void {
    this.#pending.splice(0, next_packet - this.stored);
    this.stored = next_packet;
  }
}
