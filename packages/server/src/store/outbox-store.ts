import type {
  AccountId,
  ConversationId,
  ConversationKind,
  DeviceId,
  LinkId,
  MemberState,
  SmsConsent,
  VerificationId,
} from "@feiliao/protocol";

/** An effect outside the transaction that caused it (D14). */
export type Effect =
  | {
      kind: "list_conversation";
      account_id: AccountId;
      conversation_id: ConversationId;
      opened_by_me: boolean;
      conversation: ConversationKind;
      title: string | null;
      state: MemberState;
      invited_by: AccountId | null;
      at: number;
    }
  | { kind: "refresh_member"; account_id: AccountId; conversation_id: ConversationId }
  | { kind: "profile_changed"; account_id: AccountId }
  /** `device_id`: the last one that the account had, by which it leaves its groups. */
  | { kind: "account_erased"; account_id: AccountId; device_id: DeviceId }
  /** Somebody asks the devices of a number to allow a link. */
  | { kind: "link_asked"; link_id: LinkId; number: string }
  /** The account takes nothing from the address any more, or does again. */
  | { kind: "block_changed"; account_id: AccountId; address: string }
  /** To members without the app, as SMS: at the price that the sender agreed to. */
  | {
      kind: "message_sms";
      conversation_id: ConversationId;
      seq: number;
      sender: AccountId;
      consent: SmsConsent;
    }
  /** A message of a direct conversation that its recipient may not get in the app. */
  | { kind: "remind"; conversation_id: ConversationId; seq: number; sender: AccountId; at: number }
  | { kind: "code_sms"; verification_id: VerificationId; number: string; locale: "zh-CN" | "en" };

/** Nothing waits this long: what seems to was written before the wall clock was set back, and is due (D16). */
export const EFFECT_WAIT_MS_MAX = 60_000;

export interface OutboxRow {
  no: number;
  effect: Effect;
}

/**
 * Effects waiting to be done, oldest first. Each is done at least once: claimed again when its lease ends before `done`.
 * What may happen at most once, an SMS, is begun in the ledger (see sms/ledger.ts).
 */
export interface OutboxStore {
  /**
   * Takes rows that are due; no node gets them again for the length of the lease. Leases and postponements are
   * seconds: a wall clock that is set back lets nothing wait for longer (D16).
   */
  claim(limit: number, now: number, lease_ms: number): Promise<OutboxRow[]>;
  /** It failed: it is due again from then on. */
  postpone(no: number, due_at: number): Promise<void>;
  done(no: number): Promise<void>;
  /** Calls the listener after a commit that queued something. A hint: losing one only delays. */
  onQueued(listener: () => void): void;
}
