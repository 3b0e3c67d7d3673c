import { mainlandCarrierContract, SYSTEM_ID } from "../mainland/carrier.contract.ts";
import { systemClock, systemRandom } from "../session/clock.ts";
import { smgpClient } from "./client.ts";
import { smgpServer } from "./server.ts";

mainlandCarrierContract("SMGP", {
  server: ({ port }) => smgpServer({ port, clock: systemClock }),
  client: (options) =>
    smgpClient({
      ...options,
      host: "127.0.0.1",
      system_id: SYSTEM_ID,
      clock: systemClock,
      random: systemRandom,
      dial: { first_ms: 10 },
    }),
  dates_reports: true,
});
