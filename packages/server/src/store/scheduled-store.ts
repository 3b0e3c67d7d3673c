import type { AccountId, ConversationId, DeviceId, SendableContent } from "@feiliao/protocol";

/** A message that the server sends for a device when it is due. */
export interface ScheduledMessage {
  account_id: AccountId;
  /** The one that scheduled it, which the entry will name. */
  device_id: DeviceId;
  scheduled_id: string;
  conversation_id: ConversationId;
  content: SendableContent;
  due_at: number;
}

/** How far ahead a lease may seem to end: one that ends later was given before the clock was set back (D16). */
export const SCHEDULED_LEASE_MS_MAX = 60_000;

/** Messages that wait for their time. */
export interface ScheduledStore {
  /**
   * Keeps it, or replaces the one with its id. Rejects with `limit_reached` when the account has `scheduled_max`
   * others, and with `target_gone` when it is being sent.
   */
  set(message: ScheduledMessage, scheduled_max: number): Promise<void>;
  /** False when there is none, or it is being sent and cannot be held back any more. */
  cancel(account_id: AccountId, scheduled_id: string): Promise<boolean>;
  /**
   * Takes some that are due, the earliest first; no node gets them again for the length of the lease. From then on
   * they are being sent, until `done`.
   */
  claim(limit: number, now: number, lease_ms: number): Promise<ScheduledMessage[]>;
  /** It was sent, or never will be. */
  done(account_id: AccountId, scheduled_id: string): Promise<void>;
}
