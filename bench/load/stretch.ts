import type { LatencySummary } from "../measure/latency.ts";
import { Meter, type Usage } from "../measure/meter.ts";
import type { Counts, Traffic } from "./traffic.ts";

/** A measured stretch of time: what happened in it, and what that cost. */
export interface Stretch {
  done: Counts;
  usage: Usage;
  latencies: { delivery: LatencySummary; accept: LatencySummary };
}

/** Measures the traffic while `action` runs; what came before it is warm-up. */
export async function stretch(
  traffic: Traffic,
  pids: readonly number[],
  action: () => Promise<void>,
): Promise<Stretch> {
  traffic.resetLatencies();
  const before = traffic.counts();
  const meter = new Meter(pids);
  await action();
  return { usage: meter.read(), done: traffic.since(before), latencies: traffic.latencies() };
}
