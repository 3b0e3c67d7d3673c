import type { AccountId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { DeviceIdentity, NewDevice, SignedIn, SignIn } from "../account-store.ts";
import { type AccountRow, type AccountRows, isIdle, toProfile } from "./account-rows.ts";
import type { DeviceRows } from "./device-rows.ts";
import type { PasskeyRows } from "./passkeys.ts";

interface Parts {
  accounts: AccountRows;
  devices: DeviceRows;
  passkeys: PasskeyRows;
}

/** Adds devices to accounts, for writes that do so in their own transaction. */
export class SignIns {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** By number. @throws {FeiliaoError} pin_required, restore_required or device_limit */
  signIn(intent: SignIn): SignedIn {
    const repeated = this.#repeated(intent);
    if (repeated) return repeated;
    const { row, released } = this.#accountOfNumber(intent);
    const added = this.#add(row, intent);
    return { ...added, revoked: [...released, ...added.revoked] };
  }

  /** @throws {FeiliaoError} not_found, restore_required or device_limit */
  addDevice(account_id: AccountId, device: NewDevice): SignedIn {
    const repeated = this.#repeated(device);
    if (repeated) return repeated;
    const row = this.#parts.accounts.require(account_id);
    if (row.number === null) throw new FeiliaoError("not_found");
    return this.#add(row, device);
  }

  /** The account loses its number: whoever registers it is somebody else. Its devices are signed out. */
  release(row: AccountRow, now: number): DeviceIdentity[] {
    const { accounts, devices, passkeys } = this.#parts;
    accounts.setNumber(row, null);
    passkeys.removeAll(row.no);
    return devices.revokeAll(row, now);
  }

  #repeated({ device_id }: NewDevice): SignedIn | null {
    const account_id = this.#parts.devices.ownerOf(device_id);
    return account_id ? { identity: { account_id, device_id }, revoked: [] } : null;
  }

  #add(row: AccountRow, device: NewDevice): SignedIn {
    const { accounts, devices } = this.#parts;
    if (row.erase_at !== null && !device.restore) throw restoreRequired(row.erase_at);
    const revoked = devices.add(row, device);
    if (row.last_active_at === null) accounts.log(row, { type: "profile", profile: toProfile(row) });
    return { identity: { account_id: row.id, device_id: device.device_id }, revoked };
  }

  /** An account idle for long does not pass to who owns its number now: numbers are handed out again. */
  #accountOfNumber(intent: SignIn): { row: AccountRow; released: DeviceIdentity[] } {
    const { accounts } = this.#parts;
    const { number, new_account_id, now } = intent;
    const present = accounts.ofNumber(number);
    if (!present) return { row: accounts.insert(new_account_id, number, now), released: [] };
    const proven = present.pin_hash !== null && present.pin_hash === intent.proven_pin_hash;
    if (proven || !isIdle(present, intent.idle_ms_max, now)) {
      if (present.pin_hash !== null && !proven) throw new FeiliaoError("pin_required");
      return { row: present, released: [] };
    }
    const released = this.release(present, now);
    return { row: accounts.insert(new_account_id, number, now), released };
  }
}

export function restoreRequired(erase_at: number): FeiliaoError {
  return new FeiliaoError("restore_required", { erase_at });
}
