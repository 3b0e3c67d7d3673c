import type { AccountId, ConversationId } from "@feiliao/protocol";

/** That a handset and a conversation have to do with each other over one of our numbers. */
export interface SmsThread {
  /** E.164 of the handset. */
  number: string;
  /** Digits, without extension. */
  our_number: string;
  conversation_id: ConversationId;
  /** Digits after our number that name the conversation to this handset; null where none may follow. */
  extension: string | null;
  /** Who wrote last to the handset. */
  last_sender: AccountId;
  /** When something was last sent to the handset. */
  sent_at: number;
}

export interface UseThread {
  number: string;
  our_number: string;
  conversation_id: ConversationId;
  sender: AccountId;
  /** How many digits name a conversation; 0: none may. */
  extension_digits: number;
  now: number;
}

/** An SMS that came in and whose conversation the handset is asked for. */
export interface HeldSms {
  /** What makes it one entry of the log. */
  client_id: string;
  text: string;
  incomplete: boolean;
  at: number;
}

export interface SmsQuestion {
  number: string;
  our_number: string;
  /** In the order they are numbered, from 1. */
  choices: readonly ConversationId[];
  expires_at: number;
}

export interface OptOut {
  number: string;
  /** False: it was taken back. */
  out: boolean;
  at: number;
  /** What proves it: over which link, the carrier's id and the word. */
  evidence: { link: string; carrier_message_id: string; word: string };
}

export const INCOMING_KEPT_MS = 30 * 86_400_000;

/** How an answer from a handset finds its conversation. */
export interface SmsThreads {
  /**
   * The thread, which is marked as used now. It keeps its extension for good, unless all of them are taken: then the one
   * that was not used for longest gets another conversation.
   *
   * `first`: nothing was sent in it for seven days.
   */
  useThread(use: UseThread): Promise<{ thread: SmsThread; first: boolean }>;
  /** Null when it was not used since. */
  thread(number: string, our_number: string, conversation_id: ConversationId): Promise<SmsThread | null>;
  threadByExtension(number: string, our_number: string, extension: string): Promise<SmsThread | null>;
  /** Those over any of our numbers, or one of them; that used last first. */
  threadsOf(number: string, our_number: string | null, since: number): Promise<SmsThread[]>;

  /** Whether this SMS was dealt with before. Kept for {@link INCOMING_KEPT_MS}. */
  isSeen(key: string): Promise<boolean>;
  see(key: string, now: number): Promise<void>;

  /** Adds it to what waits, and asks when nothing was asked before: resolves to whether it was not. */
  hold(question: SmsQuestion, sms: HeldSms, now: number): Promise<{ asked_now: boolean }>;
  /** The question that waits for an answer; null for none, or when it has expired. */
  question(number: string, our_number: string, now: number): Promise<SmsQuestion | null>;
  /** What waits, the oldest first. */
  held(number: string, our_number: string): Promise<HeldSms[]>;
  /** The question was answered, or will not be: what waited is in its conversation. */
  closeQuestion(number: string, our_number: string): Promise<void>;
  /** Questions that nobody has answered in time. */
  expiredQuestions(now: number, limit: number): Promise<SmsQuestion[]>;

  setOptOut(optOut: OptOut): Promise<void>;
  /** Which of the numbers want no SMS; the last word of each counts. */
  optedOut(numbers: readonly string[]): Promise<Set<string>>;
  /** The last word and what proves it; null: none was ever said. */
  optOut(number: string): Promise<OptOut | null>;
}
