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
  /** The code was right, and the account wants its PIN too. */
  | { step: "pin"; verification: Verification; code: string };
