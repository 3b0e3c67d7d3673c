import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import {
  type CarrierClient,
  cmppClient,
  type IncomingPart,
  type Report,
  type SubmitOutcome,
  segment,
  sgipClient,
  smgpClient,
  smppClient,
} from "@feiliao/sms";
import { until } from "@feiliao/testkit/until";
import { systemClock } from "../../../../platform/clock.ts";
import { systemRandom } from "../../../../platform/random.ts";
import { ACCESS_NUMBERS, type AccountName } from "../carriers/account.ts";
import type { CarrierId } from "../carriers/carrier.ts";
import { Carriers } from "../carriers/carriers.ts";
import { readPart, textOf } from "../carriers/part-body.ts";
import { WireCarriers } from "./wire-carriers.ts";

const ANY_PORTS = [0, 0, 0, 0] as const;
/** A handset of each carrier. */
const HANDSETS: Record<CarrierId, string> = {
  china_mobile: "+8613800138000",
  china_unicom: "+8618600138000",
  china_telecom: "+8618900138000",
  world: "+4915112345678",
};
const LONG = "天地玄黄，宇宙洪荒。".repeat(12);
const clock = systemClock;
const random = systemRandom;

let carriers: Carriers;
let wire: WireCarriers;
let clients: CarrierClient[];

beforeEach(async () => {
  carriers = new Carriers({ path: ":memory:", clock, random });
  wire = await WireCarriers.open({ carriers, random, ports: ANY_PORTS });
  clients = [];
});
afterEach(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await wire.close();
  carriers.close();
});

interface Dialled {
  client: CarrierClient;
  reports: Report[];
  incoming: IncomingPart[];
  send(text: string, to?: string): Promise<SubmitOutcome[]>;
}

/** A program that uses a carrier. */
async function dial(carrier: CarrierId, account: AccountName = "own", secret?: string): Promise<Dialled> {
  const login = wire.login(carrier, account);
  const port = wire.port(carrier)!;
  const at = { host: "127.0.0.1", port, clock, random, dial: { first_ms: 20, longest_ms: 100 } };
  const options = { ...at, system_id: login.system_id, password: secret ?? login.secret };
  const client = await open(carrier, options, account);
  clients.push(client);
  const reports: Report[] = [];
  const incoming: IncomingPart[] = [];
  client.onReport(async (report) => void reports.push(report));
  client.onIncoming(async (part) => void incoming.push(part));
  await until("the login is answered", () => client.state === "up" || client.state === "denied");
  const from = ACCESS_NUMBERS[account];
  const send = (text: string, to = HANDSETS[carrier]) =>
    Promise.all(
      segment(text, { ref: 7, gsm7: carrier === "world" }).map((part) =>
        client.submit({ from, to: to.slice(1), segment: part, report: true }),
      ),
    );
  return { client, reports, incoming, send };
}

async function open(
  carrier: CarrierId,
  options: Parameters<typeof smppClient>[0],
  account: AccountName,
): Promise<CarrierClient> {
  if (carrier === "china_mobile") return cmppClient(options);
  if (carrier === "china_telecom") return smgpClient(options);
  if (carrier === "world") return smppClient(options);
  const sp = { node_id: 3_075_512_345, corp_id: "12345" };
  const client = await sgipClient({ ...options, ...sp, dial_back: { port: 0 } });
  wire.setDialBack(account, client.port);
  return client;
}

const ids = (outcomes: SubmitOutcome[]) =>
  outcomes.map((outcome) => (outcome.outcome === "accepted" ? outcome.message_id : outcome));

describe.each(Object.keys(HANDSETS) as CarrierId[])("over the wire of %s", (carrier) => {
  const handset = HANDSETS[carrier];

  test("an SMS arrives, is reported as delivered under the id of its answer, and is billed", async () => {
    const { send, reports } = await dial(carrier);
    const [id] = ids(await send("你好"));
    expect(carriers.messages(handset)).toMatchObject([{ text: "你好", from: ACCESS_NUMBERS.own, parts: 1 }]);
    await until("the report", () => reports.length > 0);
    expect(reports).toMatchObject([{ message_id: id, to: handset.slice(1), state: "delivered" }]);
    expect(carriers.billSum(carrier, "own")).toMatchObject({ units: 1, by_state: { delivered: 1 } });
  });

  test("a long SMS is whole on the handset, and each part is reported", async () => {
    const { send, reports } = await dial(carrier);
    const sent = ids(await send(LONG));
    expect(carriers.messages(handset)).toMatchObject([{ text: LONG, parts: 2, missing: 0 }]);
    await until("both reports", () => reports.length === 2);
    expect(reports.map(({ message_id }) => message_id as SubmitOutcome | string).sort()).toEqual(sent.sort());
  });

  test("what a handset writes comes with the number it wrote to, a long one in parts", async () => {
    const { incoming } = await dial(carrier);
    const to = `${ACCESS_NUMBERS.own}42`;
    expect(await carriers.write(handset, to, LONG)).toMatchObject({ state: "sent" });
    expect(incoming.map((part) => [part.from, part.to])).toEqual([
      [handset.slice(1), to],
      [handset.slice(1), to],
    ]);
    expect(textOf(incoming.map((part) => readPart({ ...part, part: 1, parts: 1 }).body))).toBe(LONG);
  });

  test.each([
    ["suspended", "failed"],
    ["cancelled", "failed"],
  ] as const)("that a line is %s is told by the report", async (line, state) => {
    carriers.setHandset(handset, { line });
    const { send, reports } = await dial(carrier);
    ids(await send("hi"));
    await until("the report", () => reports.length > 0);
    expect(reports[0]).toMatchObject({ state });
    if (carrier !== "china_unicom" || line === "cancelled")
      expect(reports[0]!.reason).toBe(line === "suspended" ? "suspended" : "number_unknown");
  });

  test("refusals come as what they mean: throttled, not mine", async () => {
    const { send } = await dial(carrier);
    carriers.setCarrier(carrier, { throttle_per_s: 0 });
    expect(await send("hi")).toMatchObject([{ outcome: "refused", refusal: "throttled" }]);
    carriers.setCarrier(carrier, { throttle_per_s: null });
    if (carrier === "world") return;
    const ported_to = carrier === "china_mobile" ? "china_unicom" : "china_mobile";
    carriers.setHandset(handset, { ported_to });
    expect(await send("hi")).toMatchObject([{ outcome: "refused", refusal: "not_mine" }]);
  });

  test("a wrong password is denied", async () => {
    expect((await dial(carrier, "own", "wrong")).client.state).not.toBe("up");
  });

  test("a guest sends from its own number, has its own bill, and gets its own replies", async () => {
    const guest = await dial(carrier, "guest");
    const own = await dial(carrier);
    await guest.send("from next door");
    expect(carriers.billSum(carrier, "guest").units).toBe(1);
    expect(carriers.billSum(carrier, "own").units).toBe(0);
    await carriers.write(handset, ACCESS_NUMBERS.guest, "hi");
    expect([guest.incoming.length, own.incoming.length]).toEqual([1, 0]);
  });

  test("nobody sends from a number of somebody else", async () => {
    const { client } = await dial(carrier, "guest");
    const [part] = segment("hi", { ref: 1, gsm7: true });
    const stolen = { from: ACCESS_NUMBERS.own, to: handset.slice(1), segment: part!, report: false };
    expect(await client.submit(stolen)).toMatchObject({ outcome: "refused" });
    expect(carriers.messages(handset)).toEqual([]);
  });

  test("a carrier that is down cuts its connections; up again, it is found where it was", async () => {
    const { client, send } = await dial(carrier);
    const port = wire.port(carrier);
    carriers.setCarrier(carrier, { down: true });
    await until("everybody is gone", () => wire.sessions(carrier).length === 0);
    carriers.setCarrier(carrier, { down: false });
    await until("an SMS gets through", async () => (await send("again"))[0]!.outcome === "accepted");
    expect(client.state).toBe("up");
    expect(wire.port(carrier)).toBe(port);
  });

  test("after a restart those who were logged in come back", async () => {
    const { send } = await dial(carrier);
    await wire.restart(carrier);
    await until("an SMS gets through", async () => (await send("again"))[0]!.outcome === "accepted");
  });
});

test("what a handset writes comes over the carrier for the world when there is nobody at its own", async () => {
  const { incoming } = await dial("world", "guest");
  expect(await carriers.write(HANDSETS.china_mobile, ACCESS_NUMBERS.guest, "hi")).toMatchObject({
    state: "sent",
  });
  expect(incoming).toMatchObject([{ from: HANDSETS.china_mobile.slice(1), to: ACCESS_NUMBERS.guest }]);
});

test("a port that is taken gives way to a free one", async () => {
  const other = await WireCarriers.open({
    ...{ carriers: new Carriers({ path: ":memory:", clock, random }), random },
    ports: [0, 0, 0, wire.port("world")!],
  });
  expect(other.port("world")).toBeGreaterThan(0);
  expect(other.port("world")).not.toBe(wire.port("world"));
  await other.close();
});
