import type { Platform } from "../platform.ts";

const BASE_MS = 300;
/** Low enough that a device is back within five seconds of a heal (D9); a server under siege names longer waits. */
const CEILING_MS = 4_000;

/**
 * How long to wait before try number `attempt` (0 is the first after a loss): full jitter, so that the clients
 * of a server that came back do not come back together.
 */
export function backoff_ms(attempt: number, randomBytes: Platform["randomBytes"]): number {
  const ceiling_ms = Math.min(CEILING_MS, BASE_MS * 2 ** Math.min(attempt, 16));
  return fraction(randomBytes) * ceiling_ms;
}

/** Uniform in [0, 1). */
function fraction(randomBytes: Platform["randomBytes"]): number {
  const [high = 0, low = 0] = randomBytes(2);
  return (high * 256 + low) / 65_536;
}
