import type { AccountId, ConversationId, FallbackMode } from "@feiliao/protocol";

/** That somebody with the app has not got a message, and what is done about it when they still have not by then. */
export interface SmsReminder {
  conversation_id: ConversationId;
  recipient: AccountId;
  sender: AccountId;
  /** The first message that it is about. */
  seq: number;
  mode: Exclude<FallbackMode, "never">;
  unless: "delivered" | "read";
  due_at: number;
}

/** Reminders that wait for their time, and when the last notice went out. */
export interface SmsReminders {
  /**
   * Arms those that are not armed yet: of `notice` and `ask` there is one per conversation and recipient at a time, of `full`
   * one per message. Resolves to those that this armed.
   */
  remind(reminders: readonly SmsReminder[]): Promise<SmsReminder[]>;
  /** Takes some that are due, the earliest first; nobody gets them again for the length of the lease. */
  claimReminders(limit: number, now: number, lease_ms: number): Promise<SmsReminder[]>;
  /** It is done, or there is no need any more. False: it was not there. */
  endReminder(reminder: Pick<SmsReminder, "conversation_id" | "recipient" | "seq">): Promise<boolean>;
  /** It is due later. */
  delayReminder(
    reminder: Pick<SmsReminder, "conversation_id" | "recipient" | "seq">,
    due_at: number,
  ): Promise<void>;
  /** Those about messages up to a seq to this recipient that wait: what was read on a device needs none. */
  remindersUpTo(conversation_id: ConversationId, recipient: AccountId, seq: number): Promise<SmsReminder[]>;
  /** One notice per conversation and recipient in `every_ms`: true for who may send it, from then on. */
  takeNotice(
    conversation_id: ConversationId,
    recipient: AccountId,
    now: number,
    every_ms: number,
  ): Promise<boolean>;
}
