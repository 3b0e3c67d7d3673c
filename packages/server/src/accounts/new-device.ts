import type { DevicePlatform } from "@feiliao/protocol";
import type { Secret } from "../platform/secret.ts";
import type { NewDevice } from "../store/account-store.ts";
import { deviceOf, deviceToken, tokenHash } from "./tokens.ts";

export interface DeviceRequest {
  /** What proved who asks: a verification, a link or a challenge. */
  source: string;
  device_name: string;
  platform?: DevicePlatform | null | undefined;
  ip: string | null;
  restore?: boolean | undefined;
  now: number;
}

/** The device that comes of a proof, and its token: repeating the request is signing in once. */
export function newDevice(secret: Secret, request: DeviceRequest): { device: NewDevice; token: string } {
  const { source, device_name, platform = null, ip, restore = false, now } = request;
  const device_id = deviceOf(secret, source);
  const token = deviceToken(secret, source, device_id);
  const device = { device_id, device_name, platform, ip, restore, token_hash: tokenHash(token), now };
  return { device, token };
}
