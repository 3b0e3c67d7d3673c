import type { DeviceId, DevicePlatform, LinkId } from "@feiliao/protocol";
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
}

/**
 * Devices that ask to be signed in by a scan. A link belongs to the first account that scans it; who may do what
 * when is decided by link-rules.ts, inside the write.
 */
export interface LinkStore {
  /** Links that expired long ago go with it. */
  start(link: StartLink): Promise<void>;
  byId(link_id: LinkId): Promise<Link | null>;
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
