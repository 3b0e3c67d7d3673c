import type { VerificationId } from "@feiliao/protocol";

/** An SMS that proves its number when it comes. */
export interface ExpectedSms {
  verification_id: VerificationId;
  /** E.164 of the handset it must come from. */
  number: string;
  /** The six digits it must hold. */
  digits: string;
  /** Of what its asker is known by. */
  secret_hash: Uint8Array;
  expires_at: number;
  /** Null until it has come. */
  arrived_at: number | null;
}

export interface ArrivedSms {
  number: string;
  digits: string;
  now: number;
  /** How long and how often its code may be entered from then on. */
  lifetime_ms: number;
  tries: number;
}

/** Numbers that are proven by an SMS from them, rather than to them. */
export interface ExpectedSmsStore {
  /** What has expired goes with it. */
  expect(sms: Omit<ExpectedSms, "arrived_at">, now: number): Promise<void>;
  /** Null for unknown and for expired ones. */
  byId(verification_id: VerificationId, now: number): Promise<ExpectedSms | null>;
  /**
   * An SMS came. When it was expected, the code of its verification may be entered from then on, by that commit: once,
   * however often the carrier repeats the SMS. True also for a repeated one; false when nobody expects it.
   */
  arrive(sms: ArrivedSms): Promise<boolean>;
}
