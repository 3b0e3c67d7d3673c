import type { DeviceId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";

export const DEVICES_MAX = 10;
/** A device that was not seen for so long gives way to a new one. */
export const IDLE_DEVICE_MS = 30 * 24 * 3_600_000;

/**
 * Which device is signed out for a new one, if any: the one that was longest idle.
 *
 * @throws {FeiliaoError} device_limit when all of them are in use
 */
export function deviceToGiveWay(
  present: readonly { device_id: DeviceId; last_seen_at: number }[],
  now: number,
): DeviceId | null {
  if (present.length < DEVICES_MAX) return null;
  const longest = present.reduce((a, b) => (b.last_seen_at < a.last_seen_at ? b : a));
  if (now - longest.last_seen_at < IDLE_DEVICE_MS) throw new FeiliaoError("device_limit");
  return longest.device_id;
}
