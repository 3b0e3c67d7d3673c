import { mainlandCarrierContract, SYSTEM_ID } from "../mainland/carrier.contract.ts";
import { systemClock, systemRandom } from "../session/clock.ts";
import { type SgipClient, sgipClient } from "./client.ts";
import { sgipServer } from "./server.ts";

const dial = { first_ms: 10 };

mainlandCarrierContract("SGIP", {
  server: ({ port }) => sgipServer({ port, clock: systemClock, random: systemRandom, dial }),
  client: (options) =>
    sgipClient({
      ...options,
      host: "127.0.0.1",
      system_id: SYSTEM_ID,
      corp_id: "12345",
      node_id: 3_010_012_345,
      dial_back: { port: 0 },
      clock: systemClock,
      random: systemRandom,
      dial,
    }),
  account: (client) => ({ dial_back: { host: "127.0.0.1", port: (client as SgipClient).port } }),
  dates_reports: false,
});
