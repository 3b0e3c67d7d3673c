import type {
  AccountId,
  ConversationId,
  FallbackRule,
  Output,
  SmsConsent,
  SmsProgress,
  SmsUsage,
} from "@feiliao/protocol";
import type { MessageView } from "./types.ts";

/** What one agrees to when one sends something. */
export interface SendOptions {
  /** It goes as SMS too, to those without the app. */
  sms?: SmsConsent | undefined;
}

/** How somebody without the app got a message. */
export interface SmsRecipientView {
  to: AccountId;
  progress: SmsProgress;
}

export type SmsRate = Output<"sms/rate">;
export type SmsInfo = Output<"sms/info">;

/** People without the app, who are reached by SMS. What is not kept on this device needs the connection. */
export interface Sms {
  /** Who in a conversation is reached by SMS and at which price, as this device last heard; null: it never did. */
  rate(conversation_id: ConversationId): SmsRate | null;
  /** The same from the server. @throws {FeiliaoError} `group_full` when they are too many, and others of sms/rate */
  askRate(conversation_id: ConversationId): Promise<SmsRate>;
  /** Sends a message that is in the log to those who have not got it. @throws {FeiliaoError} as sms/send does */
  send(message: MessageView, sms: SmsConsent): Promise<void>;
  /** Sends a message that was refused for its price at another one; null: without SMS. */
  agree(key: string, sms: SmsConsent | null): Promise<void>;
  info(message: MessageView): Promise<SmsInfo>;
  usage(): Promise<SmsUsage>;
  /** The rule of a contact for messages that they do not get in the app; null: they have none of their own. */
  fallback(address: string): FallbackRule | null;
  setFallback(address: string, rule: FallbackRule | null): Promise<void>;
}
