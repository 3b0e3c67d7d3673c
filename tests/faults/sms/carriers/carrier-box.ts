import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ACCESS_NUMBERS } from "@feiliao/server/links/sms/simulator/carriers/account";
import { CARRIER_IDS, type CarrierId, PROTOCOLS } from "@feiliao/server/links/sms/simulator/carriers/carrier";
import { WireCarriers } from "@feiliao/server/links/sms/simulator/wire/wire-carriers";
import { systemClock as clock } from "@feiliao/server/platform/clock";
import type { Random } from "@feiliao/server/platform/random";
import type { StatementLine } from "@feiliao/server/store/sms/billing";
import { freePort } from "@feiliao/testkit/servers/free-port";
import { RecordedCarriers } from "./recorded-carriers.ts";

const EVERYTHING = Number.MAX_SAFE_INTEGER;
const LIMITS = {
  handsets_max: 100_000,
  messages_per_handset_max: 100_000,
  bill_parts_max: 10_000_000,
  in_transit_max: 1_000_000,
};
/** After this a link calls the outcome unknown. */
const RESPONSE_MS = 2_000;
const THROUGHPUT_PER_S = 200;
const OUTSTANDING_MAX = 32;

/** The four carriers, each on its wire, outside of the server that is killed. */
export class CarrierBox {
  readonly carriers: RecordedCarriers;
  readonly wire: WireCarriers;
  /** Where a server finds its links to them. */
  readonly file: string;

  private constructor(carriers: RecordedCarriers, wire: WireCarriers, file: string) {
    this.carriers = carriers;
    this.wire = wire;
    this.file = file;
  }

  static async open(folder: string, random: Random): Promise<CarrierBox> {
    const carriers = new RecordedCarriers({ path: ":memory:", clock, random, limits: LIMITS });
    const ports = CARRIER_IDS.map(() => freePort()) as [number, number, number, number];
    const wire = await WireCarriers.open({ carriers, random, ports });
    const dial_back = freePort();
    wire.setDialBack("own", dial_back);
    const file = join(folder, "carriers.json");
    const links = CARRIER_IDS.map((carrier) => linkTo(carrier, carriers, wire, dial_back));
    writeFileSync(file, JSON.stringify({ links }));
    return new CarrierBox(carriers, wire, file);
  }

  /** What a carrier charges, as its statement lists it. */
  statement(carrier: CarrierId): StatementLine[] {
    return this.carriers
      .bill(carrier, "own", EVERYTHING, EVERYTHING)
      .map(({ message_id, number, submitted_at, fen }) => ({
        ...{ carrier_message_id: message_id, number, at: submitted_at, units: 1, fen },
      }));
  }

  async close(): Promise<void> {
    await this.wire.close();
    this.carriers.close();
  }
}

/** The environment variable that the password of every link is read from. */
export const PASSWORD_VARIABLE = "CARRIER_PASSWORD";

const BY_PROTOCOL = {
  cmpp: () => ({}),
  sgip: (port: number) => ({
    ...{ corp_id: "00138", node_id: 3_001_000_138 },
    dial_back: { host: "127.0.0.1", port },
  }),
  smgp: () => ({}),
  smpp: () => ({}),
};

function linkTo(carrier: CarrierId, carriers: RecordedCarriers, wire: WireCarriers, dial_back: number) {
  const protocol = PROTOCOLS[carrier];
  return {
    ...{ id: protocol, protocol, serves: [carrier] },
    ...{ host: "127.0.0.1", port: wire.port(carrier), response_ms: RESPONSE_MS },
    ...{ system_id: wire.login(carrier, "own").system_id, password: { env: PASSWORD_VARIABLE } },
    ...{ number: ACCESS_NUMBERS.own, extension_digits: 6, signature: "飞聊" },
    price_fen: carriers.settings(carrier).price_fen,
    ...{ throughput_per_s: THROUGHPUT_PER_S, outstanding_max: OUTSTANDING_MAX },
    ...BY_PROTOCOL[protocol](dial_back),
  };
}
