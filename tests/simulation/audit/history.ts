import type { AccountId, ConversationId, DeviceId, ErrorCode, OperationName } from "@feiliao/protocol";
import type { ReceiptsSeen } from "../../faults/audit/history.ts";

/** One operation as the device that asked for it saw it. Times are milliseconds since the beginning. */
export interface Operation {
  device_id: DeviceId;
  account_id: AccountId;
  name: OperationName;
  input: unknown;
  invoked_ms: number;
  outcome: Outcome;
}

/** The contract's three answers (D15). */
export type Outcome =
  | { type: "acknowledged"; output: unknown; completed_ms: number }
  | { type: "rejected"; code: ErrorCode; completed_ms: number }
  | { type: "unknown" };

/** A message that somebody wrote, in the order of writing on that device. */
export interface Composed {
  device_id: DeviceId;
  account_id: AccountId;
  conversation_id: ConversationId;
  client_id: string;
  what: { type: "text"; text: string } | Voice;
  /** It was taken out of the outbox again: it may be in the log or not. */
  discarded: boolean;
}

export interface Voice {
  type: "voice";
  /** Everything that was spoken. */
  packets: Uint8Array[];
  /** kept, lost: the app was closed, or killed, while it was spoken. */
  end: "finished" | "cancelled" | "kept" | "lost";
}

/** Somebody was told of a message. */
export interface Notification {
  device_id: DeviceId;
  conversation_id: ConversationId;
  seq: number;
}

/** What happened in a simulation, as far as the rules of the contract speak about it. */
export class History {
  readonly operations: Operation[] = [];
  readonly composed: Composed[] = [];
  readonly notifications: Notification[] = [];
  /** Receipts as devices showed them. */
  readonly receipts_seen: ReceiptsSeen[] = [];
  /** How far each log was when a device was signed in. */
  readonly signed_in = new Map<DeviceId, ReadonlyMap<ConversationId, number>>();
  /** Who was in a group from its beginning, where the log does not say that. */
  readonly founders = new Map<ConversationId, readonly AccountId[]>();
  /** When each revocation was in the store. */
  readonly revoked_ms = new Map<DeviceId, number>();
  /** How much was done to the service and its devices. */
  readonly faults = {
    ...{ crashes: 0, restarts: 0, storage_errors: 0, app_runs: 0, network_faults: 0, clock_jumps: 0 },
  };
  /** What was seen to be wrong at the moment it happened. */
  readonly findings: string[] = [];

  find(finding: string): void {
    if (this.findings.length < FINDINGS_MAX) this.findings.push(finding);
  }
}

const FINDINGS_MAX = 20;
