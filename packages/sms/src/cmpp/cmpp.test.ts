import { mainlandCarrierContract, SYSTEM_ID } from "../mainland/carrier.contract.ts";
import { systemClock, systemRandom } from "../session/clock.ts";
import { cmppClient } from "./client.ts";
import { cmppServer } from "./server.ts";

for (const version of [0x20, 0x30] as const)
  mainlandCarrierContract(`CMPP ${version === 0x30 ? "3.0" : "2.0"}`, {
    server: ({ port }) => cmppServer({ port, clock: systemClock }),
    client: (options) =>
      cmppClient({
        ...options,
        host: "127.0.0.1",
        system_id: SYSTEM_ID,
        version,
        clock: systemClock,
        random: systemRandom,
        dial: { first_ms: 10 },
      }),
    dates_reports: true,
  });
