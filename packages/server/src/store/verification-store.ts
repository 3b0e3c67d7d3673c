import type { VerificationId } from "@feiliao/protocol";

export interface StartVerification {
  verification_id: VerificationId;
  number: string;
  number_block: string;
  /** The network that asks (/24 or /48); null when that is not known. */
  network: string | null;
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
  /** The newest codes of a scope, and how many of them were entered. */
  conversion(scope: ConversionScope, window: ConversionWindow): Promise<Conversion>;
  /** The blocks of numbers or networks that most codes of the window went to, or were asked for from. */
  busiest(kind: "block" | "network", window: ConversionWindow, limit: number): Promise<KeyedConversion[]>;
}

/** Whose codes are counted: those to a block of numbers, asked for from a network, or all. */
export type ConversionScope = { kind: "block" | "network"; key: string } | { kind: "all" };

export interface ConversionWindow {
  /** Codes that were made later than this … */
  since: number;
  /** … the newest of them, at most so many; `busiest` counts all. */
  sample_max: number;
  /** Codes that were made by then would have been entered by now, if ever. */
  settled_before: number;
}

export type Conversion = {
  sent: number;
  entered: number;
  /** Of those sent, those that were entered or are older than `settled_before`. */
  settled: number;
};

export type KeyedConversion = Conversion & { key: string };
