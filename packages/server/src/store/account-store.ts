import type {
  AccountChange,
  AccountId,
  BlobId,
  ConversationId,
  DeviceId,
  DevicePlatform,
  Profile,
} from "@feiliao/protocol";

/** An account change without its position, which the log gives. */
export type NewAccountChange = AccountChange extends infer Change
  ? Change extends AccountChange
    ? Omit<Change, "position">
    : never
  : never;

/** A device that is signed in. An account that has as many as it may loses an idle one (see device-rules.ts). */
export interface NewDevice {
  device_id: DeviceId;
  device_name: string;
  platform?: DevicePlatform | null;
  /** Where it is signed in from; null when that is not known. */
  ip?: string | null;
  token_hash: Uint8Array;
  now: number;
  /** Keeps an account that is to be erased. Without it, signing in to one rejects with `restore_required`. */
  restore?: boolean;
}

export interface SignIn extends NewDevice {
  number: string;
  /** Used when the number has no account, or its account is not handed on. */
  new_account_id: AccountId;
  /** An account not used for this long is not handed to who registers its number again without its PIN. */
  idle_ms_max: number;
  /** The PIN hash that was verified, when one was. Another one by now rejects with `pin_required`. */
  proven_pin_hash: string | null;
}

export interface SignedIn {
  identity: DeviceIdentity;
  /** Devices that this signs out: those of a former owner of the number, or one too many. */
  revoked: DeviceIdentity[];
}

/** What stands in the way of signing in to the account that holds a number. */
export interface NumberState {
  /** Null: the number has none. */
  account_id: AccountId | null;
  pin_hash: string | null;
  /** Nobody has used the account for so long that the number is taken to have a new owner. */
  idle: boolean;
  /** When the account is erased; null when it is not to be. */
  erase_at: number | null;
}

export interface NumberChange {
  account_id: AccountId;
  number: string;
  now: number;
  /** As for signing in: an account not used for this long does not keep its number. */
  idle_ms_max: number;
}

export interface Device {
  device_id: DeviceId;
  name: string;
  platform: DevicePlatform | null;
  ip: string | null;
  created_at: number;
  last_seen_at: number;
}

/** How somebody is reached. */
export interface Reach {
  account_id: AccountId;
  /** E.164 */
  number: string;
  name: string | null;
  /** Whether any device is signed in; else they are reached by SMS only. */
  has_app: boolean;
}

export interface DeviceIdentity {
  account_id: AccountId;
  device_id: DeviceId;
}

/** People, their devices, and the log of what belongs to each person alone. */
export interface AccountStore {
  /** The account a number belongs to, making one that nobody has signed in to yet when there is none. */
  ensure(number: string, new_account_id: AccountId, now: number): Promise<AccountId>;
  /**
   * Adds a device, claiming the account of the number. Repeating it with the same device changes nothing. Rejects
   * with pin_required, restore_required or device_limit.
   */
  signIn(intent: SignIn): Promise<SignedIn>;
  /**
   * The same to an account that proved itself by other means than its number. Rejects with not_found when it has
   * none any more, with restore_required or device_limit.
   */
  addDevice(account_id: AccountId, device: NewDevice): Promise<SignedIn>;
  /** Null for unknown and for revoked tokens. */
  deviceByToken(token_hash: Uint8Array): Promise<DeviceIdentity | null>;
  /**
   * The device that stands in logs for the account's handset, by which what it writes as SMS is appended. It is signed in
   * nowhere, is not among the account's devices, and claims nothing.
   */
  handset(account_id: AccountId, new_device_id: DeviceId, now: number): Promise<DeviceId>;
  /** Those without a number, or unknown, are not in the answer. */
  reach(account_ids: readonly AccountId[]): Promise<Reach[]>;
  /** Whether the device is signed in still. */
  isActive(identity: DeviceIdentity): Promise<boolean>;
  devices(account_id: AccountId): Promise<Device[]>;
  /** False when the account has no such device. */
  renameDevice(account_id: AccountId, device_id: DeviceId, name: string): Promise<boolean>;
  /** False when the account has no such device. */
  revokeDevice(account_id: AccountId, device_id: DeviceId, now: number): Promise<boolean>;
  /** Devices that were signed out since a time, for nodes that missed the hint (D18). */
  revokedSince(time: number): Promise<DeviceIdentity[]>;
  /** Notes that a device was here; accurate to about a minute. */
  touch(identity: DeviceIdentity, now: number): Promise<void>;

  /** Null when there is no such account, or it has no number any more. */
  profile(account_id: AccountId): Promise<Profile | null>;
  /** Rejects with `media_missing` when the account did not upload the picture. */
  setProfile(account_id: AccountId, change: { name?: string; picture?: BlobId | null }): Promise<Profile>;
  numberState(number: string, idle_ms_max: number, now: number): Promise<NumberState>;
  pinHash(account_id: AccountId): Promise<string | null>;
  setPinHash(account_id: AccountId, hash: string | null): Promise<void>;
  /**
   * Moves the account to another number; the one it had is free. Rejects with `number_taken` when an account that
   * somebody uses has the number, or one that is to be erased. An account that loses its number this way is left
   * without one, and its devices, which are answered, are signed out.
   */
  changeNumber(change: NumberChange): Promise<{ profile: Profile; revoked: DeviceIdentity[] }>;

  /** Signs every device out and sets the time of the end. Resolves to the devices. */
  scheduleErasure(account_id: AccountId, erase_at: number, now: number): Promise<DeviceIdentity[]>;
  /** Accounts whose time has come. */
  dueErasures(now: number, limit: number): Promise<AccountId[]>;
  /**
   * Erases what belongs to the account alone: number, profile, PIN, passkeys, names of devices, its log. What its
   * conversations show of it follows by the outbox. False when it is not due (any more).
   */
  erase(account_id: AccountId, now: number): Promise<boolean>;
  /** Empties the list of an erased account, once its conversations show that it is gone. */
  forgetListed(account_id: AccountId): Promise<void>;

  /**
   * Appends to the account's log and puts the conversation on its list. A second time changes nothing (null),
   * except that a conversation somebody else opened becomes one that the account has opened too, and that the
   * account's state in it is another.
   */
  list(
    account_id: AccountId,
    change: Extract<NewAccountChange, { type: "conversation" }>,
  ): Promise<AccountChange | null>;
  /** Whether the account has opened the conversation itself. */
  hasOpened(account_id: AccountId, conversation_id: ConversationId): Promise<boolean>;
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
