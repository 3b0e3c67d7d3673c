import type { AccountId, ConversationId, DeviceId, GoodbyeEvent, TalkId } from "@feiliao/protocol";
import type { SocketId } from "../bus/bus.ts";

/** A talk this socket hears: which handle its frames carry and which packet it is due. */
export interface Hearing {
  handle: number;
  next_packet: number;
  /** What is spoken while the socket gets what it missed; null when it hears live. */
  waiting: LivePackets | null;
}

export interface LivePackets {
  pieces: { first: number; packets: readonly Uint8Array[] }[];
  /** How many packets the talk had, when it has ended meanwhile. */
  ended_with: number | null;
}

/** One signed-in socket, as delivery sees it. */
export interface Receiver {
  readonly id: SocketId;
  readonly account_id: AccountId;
  readonly device_id: DeviceId;
  /** The conversation open on that screen. */
  attending: ConversationId | null;
  readonly hearing: Map<TalkId, Hearing>;
  /** Forgets `hearing`: the screen shows something else, or the socket is gone. */
  stopHearing(): void;
  /**
   * Sends a frame, unless the socket lags: then nothing is sent, and when it has drained it is told to pull.
   * Whether the frame went out.
   */
  push(frame: string): boolean;
  pushVoice(frame: Uint8Array<ArrayBuffer>): boolean;
  goodbye(event: Omit<GoodbyeEvent, "event">): void;
}
