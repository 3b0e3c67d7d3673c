import { proportionalSetSize } from "../measure/proc.ts";
import { round } from "../measure/round.ts";
import type { Scenario } from "./scenario.ts";

const RUNS = 3;
const AT_REST_AFTER_MS = 3_000;

/** From the start of the process to its first answer, with the data in place, and the memory at rest. */
export const coldstart: Scenario = {
  server: "stopped",
  wanted: () => ({ accounts: 200 }),

  async run({ peer }) {
    const ms: number[] = [];
    const own_mb: number[] = [];
    let all_mb = 0;
    for (let run = 0; run < RUNS; run++) {
      const started = await peer.start();
      await Bun.sleep(AT_REST_AFTER_MS);
      ms.push(started.started_ms);
      own_mb.push(megabytes(started.ownPids));
      all_mb = megabytes(started.pids);
      await started.stop();
    }
    return { ms: ascending(ms), pss_mb_own: ascending(own_mb), pss_mb_all: all_mb };
  },
};

const megabytes = (pids: readonly number[]) => round(proportionalSetSize(pids) / 1024, 1);
const ascending = (values: number[]) => values.toSorted((a, b) => a - b);
