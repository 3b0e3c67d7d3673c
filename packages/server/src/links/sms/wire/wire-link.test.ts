import { afterAll, beforeEach, expect, test } from "bun:test";
import {
  type CarrierClient,
  type CarrierServer,
  cmppClient,
  cmppServer,
  sgipClient,
  sgipServer,
  smgpClient,
  smgpServer,
  smppClient,
  smppServer,
  systemClock,
  systemRandom,
} from "@feiliao/sms";
import { until } from "@feiliao/testkit";
import { silentLogger } from "../../../platform/logger.ts";
import { type SqliteStore, sqliteStore } from "../../../store/sqlite/sqlite-store.ts";
import { smsLinkContract } from "../sms-link.contract.ts";
import type { DeliveryReport, IncomingSms, Sms, SmsCapabilities } from "../sms-link.ts";
import { ACCOUNT, CarrierLike, NUMBERS } from "./testing/carrier-like.ts";
import { WireLink } from "./wire-link.ts";

const CAPABILITIES: SmsCapabilities = {
  ...{ number: "10690013800", extension_digits_max: 4, free_text: true, gsm7: true, signature: "飞聊" },
  ...{ reports: true, incoming: true },
};
const SMS: Sms = {
  ...{ to: NUMBERS.reachable, extension: "42", template_id: "chat", parameters: {}, text: "在吗" },
  valid_ms: 3_600_000,
};
/** 150 characters: three parts in UCS-2. */
const LONG = "一二三四五六七八九十".repeat(15);

const servers: CarrierServer[] = [];
/** Where SGIP clients listen. */
const dial_backs = new Map<CarrierServer, number>();
afterAll(() => Promise.all(servers.map((server) => server.close())));

let store: SqliteStore;
beforeEach(() => {
  store = sqliteStore(":memory:", silentLogger);
});

for (const protocol of ["SMPP", "CMPP", "SGIP", "SMGP"] as const) {
  smsLinkContract(protocol, async () => {
    const { link, carrier } = await open(protocol);
    return {
      link,
      numbers: NUMBERS,
      arrived: (number) => carrier.arrived(number),
      reply: (number, text) => carrier.write(number, CAPABILITIES.number!, text),
      settle: () => carrier.settle(),
    };
  });
}

test("WL1 the extension follows our number, and what a handset answers comes to number and extension", async () => {
  const { link, carrier } = await smpp();
  const heard: IncomingSms[] = [];
  link.onIncoming(async (sms) => void heard.push(sms));
  await link.send(SMS);
  expect(carrier.senders(NUMBERS.reachable)).toEqual(["1069001380042"]);
  await carrier.write(NUMBERS.reachable, "1069001380042", "在");
  expect(heard).toMatchObject([{ from: NUMBERS.reachable, to: "1069001380042", text: "在" }]);
  await link.close();
});

test("WL2 what is refused is refused with its first part, and no other part is sent", async () => {
  const { link, carrier } = await smpp();
  expect(await link.send({ ...SMS, to: NUMBERS.refused, text: LONG })).toEqual({
    ...{ outcome: "refused", refusal: "number_unknown", code: "smpp:0x0000000b" },
  });
  expect(carrier.submits).toBe(1);
  await link.close();
});

test("WL2 when one of the parts has no answer, the whole is unknown, with the ids of those that have", async () => {
  const { link, carrier } = await smpp();
  carrier.silentFrom(3);
  const outcome = await link.send({ ...SMS, text: LONG });
  expect(outcome).toEqual({ outcome: "unknown", carrier_message_ids: carrier.ids.slice(0, 2) });
  expect(carrier.submits).toBe(3);
  await link.close();
});

test("WL2 what is longer than an SMS can be is refused, and nothing of it is sent", async () => {
  const { link, carrier } = await smpp();
  const outcome = await link.send({ ...SMS, text: "长".repeat(256 * 67) });
  expect(outcome).toEqual({ outcome: "refused", refusal: "bad_request", code: "local:too_many_parts" });
  expect(carrier.submits).toBe(0);
  await link.close();
});

test("WL3 a report says why: suspended, unknown number, off, rejected, too late", async () => {
  const { link, carrier } = await smpp();
  const reports: DeliveryReport[] = [];
  link.onReport(async (report) => void reports.push(report));
  const reasons = ["suspended", "number_unknown", "absent", "blocked", null] as const;
  for (const reason of reasons) {
    const state = reason === null ? "expired" : "failed";
    await carrier.report(NUMBERS.reachable, { message_id: "17", state, reason });
  }
  expect(reports.map(({ state, reason }) => `${state} ${reason}`)).toEqual([
    ...["failed suspended", "failed number_unknown", "failed absent", "failed blocked", "expired expired"],
  ]);
  expect(reports[0]).toMatchObject({ carrier_message_id: "17", to: NUMBERS.reachable });
  await link.close();
});

test("WL4 the parts of a long SMS come over several links in any order, and are one SMS", async () => {
  const [a, b] = [await smpp(), await smpp()];
  const heard: IncomingSms[] = [];
  for (const { link } of [a, b]) link.onIncoming(async (sms) => void heard.push(sms));
  const parts = a.carrier.partsOf(NUMBERS.reachable, "10690013800", LONG);
  expect(parts).toHaveLength(3);
  expect(await b.carrier.hand(parts[2]!)).toBe(true);
  expect(await a.carrier.hand(parts[0]!)).toBe(true);
  expect(heard).toEqual([]);
  expect(await b.carrier.hand(parts[0]!)).toBe(true);
  expect(await a.carrier.hand(parts[1]!)).toBe(true);
  expect(heard).toMatchObject([{ text: LONG, incomplete: false }]);
  expect(await a.carrier.hand(parts[1]!)).toBe(true);
  expect(heard).toHaveLength(1);
  await Promise.all([a.link.close(), b.link.close()]);
});

test("WL5 the part that makes it whole is taken only when the listener has taken the whole", async () => {
  const { link, carrier } = await smpp();
  const heard: IncomingSms[] = [];
  let fails = true;
  link.onIncoming(async (sms) => {
    if (fails) throw new Error("storage_failed");
    heard.push(sms);
  });
  const parts = carrier.partsOf(NUMBERS.reachable, "10690013800", LONG);
  const taken = [];
  for (const part of parts) taken.push(await carrier.hand(part));
  expect(taken).toEqual([true, true, false]);
  fails = false;
  expect(await carrier.hand(parts[2]!)).toBe(true);
  expect(heard).toMatchObject([{ text: LONG }]);
  await link.close();
});

test("WL6 a line that is lost makes it down, and what is sent meanwhile is refused for the route", async () => {
  const { link, carrier } = await smpp();
  await carrier.stop();
  await until("the link is down", () => link.state !== "up");
  expect(await link.send(SMS)).toMatchObject({ outcome: "refused", refusal: "closed" });
  await link.close();
  expect(link.state).toBe("closed");
});

test("WL7 where the world is reached, a number without a plus is of its country, and nobody of the mainland", async () => {
  const { link, carrier } = await open("SMPP", false);
  const heard: IncomingSms[] = [];
  link.onIncoming(async (sms) => void heard.push(sms));
  await carrier.write("+13475550123", CAPABILITIES.number!, "hi");
  await carrier.write(NUMBERS.reachable, CAPABILITIES.number!, "在");
  expect(heard.map(({ from }) => from)).toEqual(["+13475550123", NUMBERS.reachable]);
  await link.close();
});

const smpp = () => open("SMPP");

async function open(
  protocol: "SMPP" | "CMPP" | "SGIP" | "SMGP",
  mainland = true,
): Promise<{ link: WireLink; carrier: CarrierLike }> {
  const { server, client } = await dial(protocol);
  servers.push(server);
  const carrier = new CarrierLike(server, dial_backs.get(server));
  const link = new WireLink({
    ...{ id: protocol, capabilities: CAPABILITIES, client: await client(), partialSms: store.partialSms },
    ...{ clock: systemClock, random: systemRandom, mainland },
  });
  await until("the link is up", () => link.state === "up");
  return { link, carrier };
}

interface Dial {
  server: CarrierServer;
  client(): CarrierClient | Promise<CarrierClient>;
}

const PLACES = { host: "127.0.0.1", port: 0, clock: systemClock, random: systemRandom };

async function dial(protocol: "SMPP" | "CMPP" | "SGIP" | "SMGP"): Promise<Dial> {
  const limits = { response_ms: 500 };
  switch (protocol) {
    case "SMPP": {
      const server = await smppServer(PLACES);
      return { server, client: () => smppClient({ ...PLACES, ...ACCOUNT, limits, port: server.port }) };
    }
    case "CMPP": {
      const server = await cmppServer(PLACES);
      return { server, client: () => cmppClient({ ...PLACES, ...ACCOUNT, limits, port: server.port }) };
    }
    case "SMGP": {
      const server = await smgpServer(PLACES);
      return { server, client: () => smgpClient({ ...PLACES, ...ACCOUNT, limits, port: server.port }) };
    }
    case "SGIP": {
      const server = await sgipServer({ ...PLACES, dial: { first_ms: 10 } });
      const client = await sgipClient({
        ...{ ...PLACES, ...ACCOUNT, limits, port: server.port },
        ...{ corp_id: "12345", node_id: 3_010_012_345, dial_back: { port: 0 } },
      });
      dial_backs.set(server, client.port);
      return { server, client: () => client };
    }
  }
}
