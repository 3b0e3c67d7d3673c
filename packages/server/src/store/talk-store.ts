import type { AccountId, BlobId, ConversationId, DeviceId, TalkId, TalkOutcome } from "@feiliao/protocol";

/** A talk as it is stored. `open` ones take packets; an `interrupted` one may still be completed by its talker. */
export interface StoredTalk {
  talk_id: TalkId;
  conversation_id: ConversationId;
  account_id: AccountId;
  device_id: DeviceId;
  client_id: string;
  seq: number;
  state: "open" | TalkOutcome;
  /** Number of the packet that is due: all before it are durable. */
  next_packet: number;
  updated_at: number;
}

/** The packets of talks that have not been sealed yet. Starting and ending are part of `append`. */
export interface TalkStore {
  byId(talk_id: TalkId): Promise<StoredTalk | null>;
  /**
   * Stores packets from `first` on and says which is due next; what is stored already is skipped, a gap stores
   * nothing. An interrupted talk that gets more is open again. Rejects with talk_ended or not_found.
   */
  store(talk_id: TalkId, first: number, packets: readonly Uint8Array[], now: number): Promise<number>;
  /** Packets from a number on, packed (see packPackets), while the talk is not sealed. */
  packets(talk_id: TalkId, from: number): Promise<Uint8Array>;
  /** Blob of a sealed talk. */
  blob(talk_id: TalkId): Promise<BlobId | null>;
  /** Open talks that no packet was stored for since a time: their talker is gone, or the node they spoke to. */
  open(untouched_since: number): Promise<StoredTalk[]>;
}
