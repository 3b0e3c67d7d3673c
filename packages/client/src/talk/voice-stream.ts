import { encodeVoiceFrame, VOICE_PACKETS_PER_FRAME_MAX } from "@feiliao/protocol/voice-frame";
import type { Socket } from "../connection/socket.ts";
import type { PacketBuffer } from "./packet-buffer.ts";

/** The first 200 ms go packet by packet, so that the listener hears them at once. */
const SINGLE_PACKETS = 10;
/** More than this is a backlog, and goes in frames as long as they may be. */
const LIVE_PACKETS_MAX = 10;
/** 20 s ahead of what the server has stored, so that a slow network is not flooded. */
const UNSTORED_PACKETS_MAX = 1_000;

/** The packets of one talk on their way over one socket. */
export class VoiceStream {
  readonly socket: Socket;
  readonly handle: number;
  #next: number;

  constructor(socket: Socket, handle: number, next: number) {
    this.socket = socket;
    this.handle = handle;
    this.#next = next;
  }

  /** The packet that is sent next. */
  get next(): number {
    return this.#next;
  }

  rewind(packet: number): void {
    this.#next = packet;
  }

  /** Sends what may go now. */
  pump(packets: PacketBuffer, finished: boolean): void {
    this.#next = Math.max(this.#next, packets.first);
    while (this.#next - packets.first < UNSTORED_PACKETS_MAX) {
      const count = packetsInFrame(this.#next, packets.end - this.#next, finished);
      if (count === 0) return;
      const frame = { kind: "packets", handle: this.handle, packet: this.#next } as const;
      this.socket.sendFrame(encodeVoiceFrame({ ...frame, packets: packets.slice(this.#next, count) }));
      this.#next += count;
    }
  }
}

/** How many of the `ready` packets the next frame carries: 0 is to wait for another one. */
export function packetsInFrame(next: number, ready: number, finished: boolean): number {
  if (ready > LIVE_PACKETS_MAX) return Math.min(ready, VOICE_PACKETS_PER_FRAME_MAX);
  if (next < SINGLE_PACKETS || finished) return Math.min(ready, 1);
  return ready >= 2 ? 2 : 0;
}
