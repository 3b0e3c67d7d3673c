import { slowest } from "../harness/outcome.ts";
import { resumption } from "../workload/resumption.ts";
import type { Sender } from "../workload/sender.ts";
import type { ClusterUnderTest } from "./cluster-under-test.ts";

/** How long nodes took to come back, and those they served to go on: figures, and a finding for each too long. */
export function nodesReturn({ nodes }: ClusterUnderTest, senders: readonly Sender[]) {
  const back = slowest(nodes.flatMap(({ starts_ms }) => starts_ms));
  const resumed = resumption(senders);
  return {
    findings: [...back.findings, ...resumed.findings],
    figures: { ...back.figures, ...resumed.figures },
  };
}
