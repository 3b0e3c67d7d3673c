import type { AccountId, BlobId, ConversationId, DeviceId } from "@feiliao/protocol";
import type { Watermarks } from "./history.ts";

/** One entry as the store holds it at the end. */
export interface LoggedEntry {
  seq: number;
  sender: AccountId;
  device_id: DeviceId;
  client_id: string;
  server_time: number;
  content: string;
}

/** From which seq to which an account may see a log (D17); `until` null: to this day. */
export interface Membership {
  account_id: AccountId;
  since_seq: number;
  until_seq: number | null;
  watermarks: Watermarks;
}

/** One conversation's log at the end of a run. */
export interface FinalLog {
  conversation_id: ConversationId;
  epoch: number;
  /** What the store says is the last seq, whatever entries it then gives. */
  last_seq: number;
  entries: LoggedEntry[];
  members: Membership[];
}

/** What the store holds at the end of a run. */
export interface FinalState {
  logs: readonly FinalLog[];
  /** Whether the bytes behind the files that acknowledged messages refer to are what their ids say (D12). */
  blobs: ReadonlyMap<BlobId, "intact" | "missing" | "damaged">;
}
