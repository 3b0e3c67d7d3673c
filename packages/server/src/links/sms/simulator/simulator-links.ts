import { type CarrierClient, cmppClient, sgipClient, smgpClient, smppClient } from "@feiliao/sms";
import type { Clock } from "../../../platform/clock.ts";
import type { Random } from "../../../platform/random.ts";
import type { PartialSmsStore } from "../../../store/partial-sms-store.ts";
import { writesNationally } from "../e164.ts";
import type { LinkDefinition, LinkTerms } from "../link-pool.ts";
import type { Served } from "../routing/number-route.ts";
import type { SmsCapabilities } from "../sms-link.ts";
import { WireLink } from "../wire/wire-link.ts";
import { ACCESS_NUMBERS, EXTENSION_DIGITS_MAX } from "./carriers/account.ts";
import { CARRIER_IDS, type CarrierId, PROTOCOLS } from "./carriers/carrier.ts";
import type { Carriers } from "./carriers/carriers.ts";
import type { WireCarriers } from "./wire/wire-carriers.ts";

interface Parts {
  carriers: Carriers;
  wire: WireCarriers;
  partialSms: PartialSmsStore;
  clock: Clock;
  random: Random;
  /** How long an answer is waited for. */
  response_ms?: number;
}

/** Who tries what happens without an answer should not wait for it as long as for a real carrier's. */
const RESPONSE_MS = 10_000;

const LABELS: Record<CarrierId, string> = {
  china_mobile: "中国移动 (simulator)",
  china_unicom: "中国联通 (simulator)",
  china_telecom: "中国电信 (simulator)",
  world: "World (simulator)",
};

const SERVES: Record<CarrierId, readonly Served[]> = {
  china_mobile: ["china_mobile", "china_broadnet"],
  china_unicom: ["china_unicom"],
  china_telecom: ["china_telecom"],
  world: ["world"],
};

const SIGNATURE = "飞聊";
const OUTSTANDING_MAX = 16;
const THROUGHPUT_PER_S = 100;
/** SGIP: 3, the area code of Beijing, and the SP's own number. */
const SP_NODE = 3_001_000_138;
const SP_CORP = "00138";

/** This server's own links to the carriers in the box: they are dialled like any others. */
export function simulatorLinks(parts: Parts): LinkDefinition[] {
  return CARRIER_IDS.map((carrier) => {
    const terms = termsOf(parts.carriers, carrier);
    const { id, capabilities } = terms;
    const { partialSms, clock, random } = parts;
    return {
      terms,
      webhooks: false as const,
      open: async () =>
        new WireLink({
          ...{ id, capabilities, client: await dial(parts, carrier) },
          ...{ mainland: writesNationally(terms.serves), partialSms, clock, random },
        }),
    };
  });
}

function termsOf(carriers: Carriers, carrier: CarrierId): LinkTerms {
  return {
    id: `simulator-${PROTOCOLS[carrier]}`,
    label: LABELS[carrier],
    kind: PROTOCOLS[carrier],
    serves: SERVES[carrier],
    virtual_operators: true,
    templates: [],
    capabilities: capabilitiesOf(carrier),
    price_fen: carriers.settings(carrier).price_fen,
    throughput_per_s: THROUGHPUT_PER_S,
    outstanding_max: OUTSTANDING_MAX,
    ...{ day_fen_max: null, month_fen_max: null },
  };
}

function capabilitiesOf(carrier: CarrierId): SmsCapabilities {
  return {
    number: ACCESS_NUMBERS.own,
    extension_digits_max: EXTENSION_DIGITS_MAX,
    gsm7: carrier === "world",
    signature: SIGNATURE,
    ...{ free_text: true, reports: true, incoming: true },
  };
}

async function dial(parts: Parts, carrier: CarrierId): Promise<CarrierClient> {
  const { wire, clock, random, response_ms = RESPONSE_MS } = parts;
  const { system_id, secret: password } = wire.login(carrier, "own");
  const port = wire.port(carrier);
  if (port === null) throw new Error("this carrier of the simulator does not listen yet");
  const account = { host: "127.0.0.1", port, system_id, password, clock, random, limits: { response_ms } };
  switch (carrier) {
    case "china_mobile":
      return cmppClient(account);
    case "china_telecom":
      return smgpClient(account);
    case "world":
      return smppClient(account);
    case "china_unicom": {
      const sp = { node_id: SP_NODE, corp_id: SP_CORP, dial_back: { port: 0 } };
      const client = await sgipClient({ ...account, ...sp });
      wire.setDialBack("own", client.port);
      return client;
    }
  }
}
