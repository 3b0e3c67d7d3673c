import type { AccountChange, AccountId, BlobId, ConversationId, DeviceId, Profile } from "@feiliao/protocol";

/** An account change without its position, which the log gives. */
export type NewAccountChange = AccountChange extends infer Change
  ? Change extends AccountChange
    ? Omit<Change, "position">
    : never
  : never;

export interface SignIn {
  number: string;
  /** Used when the number has no account, or its account is not handed on. */
  new_account_id: AccountId;
  device_id: DeviceId;
  device_name: string;
  token_hash: Uint8Array;
  now: number;
  /** An account not used for this long is not handed to who registers its number again without its PIN. */
  idle_ms_max: number;
  /** The PIN hash that was verified, when one was. Another one by now rejects with `pin_required`. */
  proven_pin_hash: string | null;
}

export interface SignedIn {
  identity: DeviceIdentity;
  /** Devices of a former owner of the number, which are signed out by this. */
  revoked: DeviceIdentity[];
}

/** The PIN of the account that holds a number, as far as it stands in the way of signing in. */
export interface PinState {
  hash: string | null;
  /** Nobody has used the account for so long that the number is taken to have a new owner. */
  idle: boolean;
}

export interface Device {
  device_id: DeviceId;
  name: string;
  created_at: number;
  last_seen_at: number;
}

export interface DeviceIdentity {
  account_id: AccountId;
  device_id: DeviceId;
}

/** People, their devices, and the log of what belongs to each person alone. */
export interface AccountStore {
  /** The account a number belongs to, making one that nobody has signed in to yet when there is none. */
  ensure(number: string, new_account_id: AccountId, now: number): Promise<AccountId>;
  /** Adds a device, claiming the account of the number. Repeating it with the same device changes nothing. */
  signIn(intent: SignIn): Promise<SignedIn>;
  /** Null for unknown and for revoked tokens. */
  deviceByToken(token_hash: Uint8Array): Promise<DeviceIdentity | null>;
  /** Whether the device is signed in still. */
  isActive(identity: DeviceIdentity): Promise<boolean>;
  devices(account_id: AccountId): Promise<Device[]>;
  /** False when the account has no such device. */
  revokeDevice(account_id: AccountId, device_id: DeviceId, now: number): Promise<boolean>;
  /** Devices that were signed out since a time, for nodes that missed the hint (D18). */
  revokedSince(time: number): Promise<DeviceIdentity[]>;
  /** Notes that a device was here; accurate to about a minute. */
  touch(identity: DeviceIdentity, now: number): Promise<void>;

  profile(account_id: AccountId): Promise<Profile | null>;
  /** Rejects with `media_missing` when the account did not upload the picture. */
  setProfile(account_id: AccountId, change: { name?: string; picture?: BlobId | null }): Promise<Profile>;
  pinState(number: string, idle_ms_max: number, now: number): Promise<PinState>;
  setPinHash(account_id: AccountId, hash: string | null): Promise<void>;

  /**
   * Appends to the account's log and puts the conversation on its list. A second time changes nothing (null),
   * except that a conversation somebody else opened becomes one that the account has opened too, and that the
   * account's state in it is another.
   */
  list(
    account_id: AccountId,
    change: Extract<NewAccountChange, { type: "conversation" }>,
  ): Promise<AccountChange | null>;
  setContact(account_id: AccountId, address: string, name: string | null): Promise<AccountChange>;
  /**
   * Appends to the account's log. What it told under the same key before is told no more: a device that comes later
   * learns the last of each. Rejects with `limit_reached` when the account keeps `kept_max` others of this type
   * already; what says that something is gone (see isGone) does not count, and is never refused.
   */
  keep(
    account_id: AccountId,
    key: string,
    change: NewAccountChange,
    kept_max?: number,
  ): Promise<AccountChange>;
  /** What is kept under a key; null for nothing. */
  kept(account_id: AccountId, key: string): Promise<AccountChange | null>;
  /** The account's log after a position, ascending, at most `limit`; `position` is its present end. */
  log(
    account_id: AccountId,
    after: number,
    limit: number,
  ): Promise<{ changes: AccountChange[]; position: number }>;
  /** Conversations on the account's list. */
  listed(account_id: AccountId): Promise<ConversationId[]>;
}
