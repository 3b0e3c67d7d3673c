import type { VerificationId } from "@feiliao/protocol";

export interface StartVerification {
  verification_id: VerificationId;
  number: string;
  number_block: string;
  locale: "zh-CN" | "en";
  now: number;
  lifetime_ms: number;
  tries: number;
  /** Pause after the first, second … sending of one code; the last one repeats. */
  resend_after_ms: readonly number[];
}

export type StartedVerification =
  | { outcome: "sent"; retry_after_ms: number }
  /** The code was sent too recently; nothing was written. */
  | { outcome: "too_soon"; retry_after_ms: number };

export interface Verification {
  verification_id: VerificationId;
  number: string;
  /** The verification whose id the code derives from: a resend shares the first one's code and tries. */
  code_of: VerificationId;
  expires_at: number;
}

/** Codes that are out. The code itself is nowhere: it is derived from an id and the server's secret. */
export interface VerificationStore {
  /** Registers a caller for the number's valid code, or a new code; queues its SMS in the same transaction. */
  start(intent: StartVerification): Promise<StartedVerification>;
  /** When the number's valid code may be sent again; 0 when it has none. */
  nextSendingAt(number: string, now: number): Promise<number>;
  byId(verification_id: VerificationId, now: number): Promise<Verification | null>;
  /** Takes one try of a code, before anything is compared; null when none is left. */
  attempt(code_of: VerificationId): Promise<{ tries_left: number } | null>;
  /** Gives a try back: it was the right code. */
  refund(code_of: VerificationId): Promise<void>;
  /** The code was entered. It belongs to the first caller who does; false for any other. */
  claim(verification: Verification, now: number): Promise<boolean>;
  /** Codes sent to a block of numbers since a time, and how many of them were entered. */
  conversion(number_block: string, since: number): Promise<{ sent: number; entered: number }>;
}
