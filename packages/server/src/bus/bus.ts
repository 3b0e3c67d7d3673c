import type { AccountId, ConversationId, DeviceId, TalkId } from "@feiliao/protocol";

/**
 * What nodes tell each other. Every message is a hint: a node that misses one serves the same truth from the
 * store, only later. Frames are encoded once, by the node where the cause was.
 */
export type BusMessage =
  | { kind: "conversation_frame"; conversation_id: ConversationId; frame: string; origin: SocketId | null }
  | { kind: "account_frame"; account_id: AccountId; frame: string }
  | { kind: "typing"; conversation_id: ConversationId; account_id: AccountId; frame: string }
  | {
      kind: "talk_packets";
      conversation_id: ConversationId;
      talk_id: TalkId;
      talker: AccountId;
      first: number;
      packets: Uint8Array[];
    }
  | { kind: "talk_ended"; conversation_id: ConversationId; talk_id: TalkId; packets: number }
  | { kind: "device_revoked"; account_id: AccountId; device_id: DeviceId }
  /** Somebody became a member or is none any more: who remembers the audience reads it again. */
  | { kind: "audience_changed"; conversation_id: ConversationId };

/** Identifies one open socket in the whole service: `<number>@<node>`. */
export type SocketId = string;

/**
 * The doorbell between nodes, the publishing node included.
 *
 * Guarantees: messages of one publisher arrive in order, at most once, or not at all. Nothing is stored. A node
 * hears its own messages always, before `publish` returns; what it may have missed of other nodes is told by
 * `onGap`.
 */
export interface Bus {
  /** Never throws and never waits. A message that cannot travel now is lost. */
  publish(message: BusMessage): void;
  /** Listeners must not throw. Returns how to stop listening. */
  subscribe(listener: (message: BusMessage) => void): () => void;
  /**
   * Messages of other nodes may have been missed: whoever was pushed to by this node must pull. At most once a
   * second, and again and again while it stays so. Returns how to stop listening.
   */
  onGap(listener: () => void): () => void;
  close(): Promise<void>;
}
