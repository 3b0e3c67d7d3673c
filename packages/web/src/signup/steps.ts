import type { VerificationId } from "@feiliao/protocol";

/** A code that is on its way to a number. */
export interface Verification {
  verification_id: VerificationId;
  /** E.164. */
  number: string;
  /** When another code may be asked for, on this device's clock. */
  resend_at: number;
}

export type SignUpStep =
  | { step: "number" }
  | { step: "code"; verification: Verification }
  /** No SMS comes: the person chooses how else to prove the number. `sent`: the code that they may go back to. */
  | { step: "other_ways"; number: string; sent: Verification | null }
  /** The code was right, and the account wants its PIN too. */
  | { step: "pin"; verification: Verification; code: string }
  /** Everything was right, and the account is to be deleted unless it is restored by `signIn`. */
  | { step: "restore"; erase_at: number; signIn: () => Promise<void> };

/** Goes on with restoring the account when that is what a sign-in failed for; else false. */
export type RestoreRequired = (failure: unknown, signIn: () => Promise<void>) => boolean;
