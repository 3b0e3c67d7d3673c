import { Meter } from "./meter.ts";

const LOOK_MS = 1_500;
/** A machine is quiet when foreign processes use at most this share of one core. */
const QUIET_PCT_MAX = 8;

/** Waits until foreign processes leave the machine alone, but no longer than `seconds_max`. */
export async function quietMachine(pids: readonly number[], seconds_max: number): Promise<void> {
  const deadline = performance.now() + seconds_max * 1e3;
  while (performance.now() < deadline) {
    const meter = new Meter(pids);
    await Bun.sleep(LOOK_MS);
    if (meter.read().shares.other_cpu_pct <= QUIET_PCT_MAX) return;
  }
}
