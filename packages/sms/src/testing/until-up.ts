import { until } from "@feiliao/testkit/until";
import type { CarrierClient, CarrierState } from "../peer/client.ts";

export function untilState(client: CarrierClient, state: CarrierState): Promise<true> {
  return until(`the client is ${state}`, () => client.state === state);
}
