import type { AccountId } from "@feiliao/protocol";

export interface StoredPasskey {
  /** The WebAuthn credential id, in base64url. */
  passkey_id: string;
  account_id: AccountId;
  /** COSE_Key (RFC 9052). */
  public_key: Uint8Array;
  /** Signature counter (WebAuthn, section 6.1.1); 0 with authenticators that have none. */
  counter: number;
  transports: string[];
  name: string;
  created_at: number;
  last_used_at: number | null;
}

/** Credentials that sign in without an SMS. */
export interface PasskeyStore {
  /** Rejects with `passkey_limit`, and with `passkey_refused` when another account has it. Repeating it is harmless. */
  add(passkey: StoredPasskey, passkeys_max: number): Promise<void>;
  /** Of an account, the oldest first. */
  list(account_id: AccountId): Promise<StoredPasskey[]>;
  byId(passkey_id: string): Promise<StoredPasskey | null>;
  /** It has signed something. */
  used(passkey_id: string, counter: number, now: number): Promise<void>;
  /** False when the account has no such passkey. */
  remove(account_id: AccountId, passkey_id: string): Promise<boolean>;
}
