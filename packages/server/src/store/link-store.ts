import type { AccountId, DeviceId, DevicePlatform, LinkId } from "@feiliao/protocol";
import type { DeviceIdentity, NewDevice, SignedIn } from "./account-store.ts";

export interface StartLink {
  link_id: LinkId;
  secret_hash: Uint8Array;
  device_name: string;
  platform: DevicePlatform | null;
  /** Where the new device is; null when that is not known. */
  ip: string | null;
  now: number;
  expires_at: number;
}

/** What became of a request to be signed in by a scan. */
export type LinkState =
  | { state: "waiting" }
  | { state: "scanned"; by: DeviceIdentity }
  | { state: "refused"; by: DeviceIdentity }
  | { state: "confirmed"; by: DeviceIdentity; device_id: DeviceId };

export interface Link {
  link_id: LinkId;
  secret_hash: Uint8Array;
  device_name: string;
  platform: DevicePlatform | null;
  ip: string | null;
  requested_at: number;
  expires_at: number;
  state: LinkState;
  /** Whose devices were asked to allow it, by their number; null: it waits for whoever scans it. */
  asked: AskedDevices | null;
}

export interface AskedDevices {
  /** E.164 */
  number: string;
  /** Null while they are not asked yet, and when the number has no account. */
  account_id: AccountId | null;
}

/**
 * Devices that ask to be signed in by a scan. A link belongs to the first account that scans it, or to
 * that of the number whose devices were asked; who may do what when is decided by link-rules.ts, inside the write.
 */
export interface LinkStore {
  /** Links that expired long ago go with it. */
  start(link: StartLink): Promise<void>;
  byId(link_id: LinkId): Promise<Link | null>;
  /**
   * Has the devices of a number asked, by the outbox; the link lives until another time then. A second time changes
   * nothing. Rejects with not_found, link_expired, or link_taken when it was scanned or another number was asked.
   */
  ask(link_id: LinkId, number: string, until: { now: number; expires_at: number }): Promise<void>;
  /** From then on the link is for the devices of this account alone. */
  askedFrom(link_id: LinkId, account_id: AccountId): Promise<void>;
  /** Rejects with not_found, link_expired or link_taken. */
  claim(link_id: LinkId, by: DeviceIdentity, now: number): Promise<Link>;
  /** Rejects with not_found, link_expired or link_taken. */
  refuse(link_id: LinkId, by: DeviceIdentity, now: number): Promise<void>;
  /**
   * Signs the new device in, in the same transaction. Repeating it changes nothing. Rejects with not_found,
   * link_expired, link_taken or device_limit.
   */
  confirm(link_id: LinkId, by: DeviceIdentity, device: NewDevice): Promise<SignedIn>;
}
