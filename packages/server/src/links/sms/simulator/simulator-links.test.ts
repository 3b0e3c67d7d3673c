import { afterAll, expect, test } from "bun:test";
import { until } from "@feiliao/testkit/until";
import { systemClock as clock } from "../../../platform/clock.ts";
import { silentLogger } from "../../../platform/logger.ts";
import { systemRandom as random } from "../../../platform/random.ts";
import { type SqliteStore, sqliteStore } from "../../../store/sqlite/sqlite-store.ts";
import { smsLinkContract } from "../sms-link.contract.ts";
import type { DeliveryReport, IncomingSms, Sms, SmsLink } from "../sms-link.ts";
import { ACCESS_NUMBERS } from "./carriers/account.ts";
import { CARRIER_IDS, type CarrierId } from "./carriers/carrier.ts";
import { Carriers } from "./carriers/carriers.ts";
import { simulatorLinks } from "./simulator-links.ts";
import { WireCarriers } from "./wire/wire-carriers.ts";

/** A block of numbers of each carrier. */
const BLOCKS: Record<CarrierId, string> = {
  china_mobile: "+861380013",
  china_unicom: "+861860013",
  china_telecom: "+861890013",
  world: "+491511234",
};
const LONG = "天地玄黄，宇宙洪荒。".repeat(12);

interface Opened {
  carriers: Carriers;
  wire: WireCarriers;
  store: SqliteStore;
  link: SmsLink;
}

const opened: Opened[] = [];
afterAll(async () => {
  for (const { carriers, wire, store, link } of opened) {
    await link.close();
    await wire.close();
    carriers.close();
    await store.close();
  }
});

async function open(carrier: CarrierId): Promise<Opened> {
  const carriers = new Carriers({ path: ":memory:", clock, random });
  const wire = await WireCarriers.open({ carriers, random, ports: [0, 0, 0, 0] });
  const store = sqliteStore(":memory:", silentLogger);
  const parts = { carriers, wire, partialSms: store.partialSms, clock, random, response_ms: 500 };
  const definition = simulatorLinks(parts)[CARRIER_IDS.indexOf(carrier)]!;
  const link = await definition.open();
  await until("the link is up", () => link.state === "up");
  const all = { carriers, wire, store, link };
  opened.push(all);
  return all;
}

for (const carrier of CARRIER_IDS)
  smsLinkContract(`${carrier} in the box, over its wire`, async () => {
    const { carriers, link } = await open(carrier);
    const block = BLOCKS[carrier];
    return {
      link,
      numbers: { reachable: `${block}8000`, refused: `${block}9403`, unanswered: `${block}9504` },
      arrived: (number) => carriers.messages(number).map(({ text }) => text),
      reply: async (number, text) =>
        (await carriers.write(number, ACCESS_NUMBERS.own, text)).state === "sent",
      async settle() {
        // Reports for nobody wait for somebody.
        await until("nothing is under way", () => link.state === "closed" || carriers.underWay === 0);
      },
    };
  });

const sms = (to: string): Sms => ({
  ...{ to, extension: "42", template_id: "chat", parameters: {}, text: LONG, valid_ms: 60_000 },
});

test.each(CARRIER_IDS)("%s: a conversation of long SMS, each answered to its extension", async (carrier) => {
  const { carriers, link } = await open(carrier);
  const handset = `${BLOCKS[carrier]}8001`;
  const reports: DeliveryReport[] = [];
  const incoming: IncomingSms[] = [];
  link.onReport(async (report) => void reports.push(report));
  link.onIncoming(async (message) => void incoming.push(message));
  const sent = await link.send(sms(handset));
  expect(carriers.messages(handset)).toMatchObject([{ text: `【飞聊】${LONG}`, parts: 2 }]);
  await until("both parts are reported", () => reports.length === 2);
  const ids = sent.outcome === "accepted" ? [...sent.carrier_message_ids] : [];
  expect(reports.map(({ carrier_message_id }) => carrier_message_id).sort()).toEqual(ids.sort());
  const to = carriers.lastSender(handset)!;
  expect(to).toBe(`${ACCESS_NUMBERS.own}42`);
  expect(await carriers.write(handset, to, LONG)).toMatchObject({ state: "sent" });
  expect(incoming).toMatchObject([{ from: handset, to, text: LONG, incomplete: false }]);
});

test.each(["china_mobile", "china_unicom", "china_telecom"] as const)(
  "%s says of a handset that was ported away that it is not its own",
  async (carrier) => {
    const { carriers, link } = await open(carrier);
    const handset = `${BLOCKS[carrier]}8001`;
    const ported_to = carrier === "china_mobile" ? "china_unicom" : "china_mobile";
    carriers.setHandset(handset, { ported_to });
    expect(await link.send(sms(handset))).toMatchObject({ outcome: "refused", refusal: "not_mine" });
  },
);
