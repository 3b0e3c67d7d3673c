import type { AccountId, DeviceId } from "@feiliao/protocol";

/** A device that somebody signed in with. */
export interface Identity {
  /** As in `alice/2`. */
  name: string;
  account_id: AccountId;
  device_id: DeviceId;
  token: string;
}
