import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { encodeText, segment } from "@feiliao/sms/text";
import { Chance } from "@feiliao/testkit/chance";
import { VirtualClock } from "../../../../platform/virtual-clock.ts";
import { SERVICE_NUMBER } from "./account.ts";
import { CARRIER_IDS, type CarrierId } from "./carrier.ts";
import { Carriers, type CarriersLimits } from "./carriers.ts";
import type { PartEnd, WrittenSms } from "./line.ts";
import { readPart, textOf } from "./part-body.ts";
import type { Submission } from "./submits.ts";

const A_SECOND_MS = 1_000;
const A_MINUTE_MS = 60_000;
const AN_HOUR_MS = 3_600_000;
const ALICE = "+8613800138000";
const BOB = "+8618600138000";

describe("the carriers in a box", () => {
  let clock: VirtualClock;
  let carriers: Carriers;
  let reports: PartEnd[];
  let written: WrittenSms[];
  let taking: boolean;
  const open = (limits: Partial<CarriersLimits> = {}) => {
    const opened = new Carriers({ path: ":memory:", clock, random: new Chance(1, "carriers"), limits });
    for (const carrier of CARRIER_IDS)
      opened.connect(carrier, {
        serves: () => true,
        report: async (_account, end) => taking && reports.push(end) > 0,
        deliver: async (_account, sms) => taking && written.push(sms) > 0,
      });
    return opened;
  };
  beforeEach(() => {
    clock = new VirtualClock();
    reports = [];
    written = [];
    taking = true;
    carriers = open();
  });
  afterEach(() => carriers.close());

  const submit = ({ text = "hello", ...more }: Partial<Submission> & { text?: string } = {}) =>
    carriers.submit({
      ...{ carrier: "china_mobile", account: "own", message_id: null, sender: SERVICE_NUMBER },
      ...{
        number: ALICE,
        body: { coding: "utf8", content: Buffer.from(text) },
        ref: null,
        part: 1,
        parts: 1,
        report: true,
        valid_ms: null,
      },
      ...more,
    });
  const settle = async (time_ms = A_MINUTE_MS) => {
    clock.advance(time_ms);
    await new Promise(setImmediate);
  };
  const texts = (number = ALICE) => carriers.messages(number).map(({ text }) => text);
  const ends = () => reports.map(({ state, reason }) => [state, reason]);
  const sum = (carrier: CarrierId = "china_mobile") => carriers.billSum(carrier, "own");

  test.each([
    ["suspended", "suspended"],
    ["cancelled", "number_unknown"],
  ] as const)(
    "a line that is %s takes the SMS, and reports that it failed, with the reason",
    async (line, reason) => {
      carriers.setHandset(ALICE, { line });
      expect(await submit()).toMatchObject({ outcome: "accepted" });
      await settle();
      expect(texts()).toEqual([]);
      expect(ends()).toEqual([["failed", reason]]);
    },
  );

  test("an owner who blocks us gets nothing, which is reported", async () => {
    carriers.setHandset(ALICE, { blocks_us: true });
    await submit();
    await settle();
    expect(texts()).toEqual([]);
    expect(ends()).toEqual([["failed", "blocked"]]);
  });

  test("SMS wait for a handset that is off, and are reported when it is on again", async () => {
    carriers.setHandset(ALICE, { line: "off" });
    await submit({ text: "one" });
    await submit({ text: "two" });
    await settle(AN_HOUR_MS);
    expect([texts(), ends()]).toEqual([[], []]);
    carriers.setHandset(ALICE, { line: "on" });
    await settle();
    expect(texts()).toEqual(["one", "two"]);
    expect(ends()).toEqual([
      ["delivered", null],
      ["delivered", null],
    ]);
  });

  test("what waits longer than it is valid for expires, and does not arrive afterwards", async () => {
    carriers.setHandset(ALICE, { line: "off" });
    await submit({ valid_ms: A_MINUTE_MS });
    await settle(A_MINUTE_MS + A_SECOND_MS);
    carriers.setHandset(ALICE, { line: "on" });
    await settle();
    expect(texts()).toEqual([]);
    expect(ends()).toEqual([["expired", "absent"]]);
  });

  test("a line without money receives, and cannot send", async () => {
    carriers.setHandset(ALICE, { line: "no_money" });
    await submit();
    expect(texts()).toEqual(["hello"]);
    expect(await carriers.write(ALICE, SERVICE_NUMBER, "hi")).toMatchObject({ state: "barred" });
    expect(written).toEqual([]);
  });

  test.each(["off", "suspended", "cancelled"] as const)("a line that is %s cannot send", async (line) => {
    carriers.setHandset(ALICE, { line });
    expect(await carriers.write(ALICE, SERVICE_NUMBER, "hi")).toMatchObject({ state: "barred" });
  });

  test("a mainland carrier refuses the handsets of another as not its own, before and after they are ported", async () => {
    expect(await submit({ number: BOB })).toMatchObject({ outcome: "refused", refusal: "not_mine" });
    carriers.setHandset(ALICE, { ported_to: "china_telecom" });
    expect(await submit()).toMatchObject({ outcome: "refused", refusal: "not_mine" });
    expect(await submit({ carrier: "china_telecom" })).toMatchObject({ outcome: "accepted" });
    expect(texts()).toEqual(["hello"]);
  });

  test("the carrier for the world reaches every handset", async () => {
    for (const number of [ALICE, BOB, "+4915112345678"])
      expect(await submit({ carrier: "world", number })).toMatchObject({ outcome: "accepted" });
  });

  test("a ported handset writes over its new carrier", async () => {
    const over: CarrierId[] = [];
    for (const carrier of CARRIER_IDS)
      carriers.connect(carrier, {
        serves: () => true,
        report: async () => true,
        deliver: async () => over.push(carrier) > 0,
      });
    carriers.setHandset(ALICE, { ported_to: "china_telecom" });
    await carriers.write(ALICE, SERVICE_NUMBER, "hi");
    expect(over).toEqual(["china_telecom"]);
  });

  test("what a handset writes has the number it wrote to, extension included", async () => {
    expect(await carriers.write(ALICE, `${SERVICE_NUMBER}07`, "hi")).toMatchObject({ state: "sent" });
    expect(written).toEqual([
      expect.objectContaining({ from: ALICE, to: `${SERVICE_NUMBER}07`, text: "hi" }),
    ]);
    expect(await carriers.write(ALICE, "10086", "hi")).toMatchObject({ state: "failed" });
  });

  test("a handset that answers by itself writes to the number that wrote to it", async () => {
    carriers.setHandset(ALICE, { auto_reply: "在开车" });
    await submit({ sender: `${SERVICE_NUMBER}07` });
    await settle();
    expect(written).toEqual([expect.objectContaining({ to: `${SERVICE_NUMBER}07`, text: "在开车" })]);
  });

  describe("a long SMS", () => {
    const long = "天地玄黄，宇宙洪荒。".repeat(12);
    const parts = (ref: number, text = long) => segment(text, { ref, gsm7: false }).map(readPart);

    test("is one text on the handset, whatever order its parts come in, and says of how many", async () => {
      for (const part of parts(7).reverse()) await submit(part);
      expect(carriers.messages(ALICE)).toEqual([
        expect.objectContaining({ text: long, parts: 2, missing: 0 }),
      ]);
    });

    test("shows where a part is missing, and grows when it comes, also after the first was reported", async () => {
      const [first, second] = parts(7);
      await submit(first);
      await settle();
      expect(carriers.messages(ALICE)).toMatchObject([{ text: `${textOf([first!.body])}…`, missing: 1 }]);
      await submit(second);
      expect(carriers.messages(ALICE)).toMatchObject([{ text: long, missing: 0 }]);
    });

    test("may be cut within a character", async () => {
      const bytes = encodeText("ucs2", "😀")!;
      const place = { ref: 1, parts: 2 };
      await submit({ ...place, part: 1, body: { coding: "ucs2", content: bytes.slice(0, 2) } });
      await submit({ ...place, part: 2, body: { coding: "ucs2", content: bytes.slice(2) } });
      expect(texts()).toEqual(["😀"]);
    });

    test("does not mix with another one", async () => {
      const other = long.replaceAll("天", "云");
      const [a1, a2] = parts(7);
      const [b1, b2] = parts(8, other);
      for (const part of [a1, b1, b2, a2]) await submit(part);
      expect(texts()).toEqual([long, other]);
    });

    test("that comes twice is two", async () => {
      carriers.setHandset(ALICE, { sms: "twice" });
      for (const part of parts(7)) await submit(part);
      expect(texts()).toEqual([long, long]);
    });

    test("each part is reported and billed by its own id", async () => {
      const ids: string[] = [];
      for (const part of parts(7)) {
        const outcome = await submit(part);
        if (outcome.outcome === "accepted") ids.push(outcome.message_id);
      }
      await settle();
      expect(reports.map(({ message_id }) => message_id)).toEqual(ids);
      expect(sum()).toMatchObject({ units: 2, fen: 10 });
    });
  });

  describe("on one handset", () => {
    test("SMS are late, lost or doubled as it is set, and each is billed once", async () => {
      carriers.setHandset(ALICE, { sms: "late" });
      await submit({ text: "late" });
      expect(texts()).toEqual([]);
      await settle();
      carriers.setHandset(ALICE, { sms: "twice" });
      await submit({ text: "twice" });
      carriers.setHandset(ALICE, { sms: "lost" });
      await submit({ text: "lost" });
      await settle();
      expect(texts()).toEqual(["late", "twice", "twice"]);
      expect(sum()).toMatchObject({ units: 3, by_state: { delivered: 2, accepted: 1 } });
    });

    test("reports are lost or doubled as it is set", async () => {
      carriers.setHandset(ALICE, { reports: "lost" });
      await submit();
      await settle();
      expect(reports).toEqual([]);
      carriers.setHandset(ALICE, { reports: "twice" });
      await submit();
      await settle();
      expect(reports).toHaveLength(2);
    });

    test("answers are lost as it is set, though the SMS arrives and is billed", async () => {
      carriers.setHandset(ALICE, { answers: "lost" });
      expect(await submit()).toEqual({ outcome: "unknown" });
      expect(texts()).toEqual(["hello"]);
      expect(sum().units).toBe(1);
    });

    test("a report may come before an answer that is late", async () => {
      carriers.setHandset(ALICE, { answers: "late" });
      let answered = false;
      const outcome = submit().then((answer) => {
        answered = true;
        return answer;
      });
      await settle(A_SECOND_MS);
      expect([reports.length, answered]).toEqual([1, false]);
      clock.advance(A_MINUTE_MS);
      expect(await outcome).toMatchObject({ outcome: "accepted" });
    });
  });

  describe("a whole carrier", () => {
    test("that is down takes nothing and hands over nothing", async () => {
      carriers.setCarrier("china_mobile", { down: true });
      expect(await submit()).toMatchObject({ outcome: "refused", refusal: "closed" });
      expect(await carriers.write(ALICE, SERVICE_NUMBER, "hi")).toMatchObject({ state: "failed" });
      expect(sum().units).toBe(0);
    });

    test("throttles beyond its rate, and takes the next in the next second", async () => {
      carriers.setCarrier("china_mobile", { throttle_per_s: 2 });
      const outcomes = [await submit(), await submit(), await submit()];
      expect(outcomes.map(({ outcome }) => outcome)).toEqual(["accepted", "accepted", "refused"]);
      expect(outcomes[2]).toMatchObject({ refusal: "throttled" });
      clock.advance(A_SECOND_MS);
      expect(await submit()).toMatchObject({ outcome: "accepted" });
    });

    test("refuses everything while our account is empty", async () => {
      carriers.setCarrier("china_mobile", { no_money: true });
      expect(await submit()).toMatchObject({ outcome: "refused", refusal: "no_money" });
    });

    test("answers as late as it is slow", async () => {
      carriers.setCarrier("china_mobile", { slow_ms: 3_000 });
      let answered = false;
      void submit().then(() => {
        answered = true;
      });
      await settle(2_999);
      expect(answered).toBe(false);
      await settle(1);
      expect(answered).toBe(true);
    });

    test("loses answers and reports, and doubles reports, about as often as it is set", async () => {
      carriers.setCarrier("china_mobile", { answers_lost_percent: 20, reports_lost_percent: 30 });
      let unknown = 0;
      for (let i = 0; i < 500; i++) if ((await submit()).outcome === "unknown") unknown++;
      await settle();
      expect(Math.abs(unknown - 100)).toBeLessThan(40);
      expect(Math.abs(reports.length - 350)).toBeLessThan(40);
      reports = [];
      carriers.setCarrier("china_mobile", { reports_lost_percent: 0, reports_twice_percent: 50 });
      for (let i = 0; i < 200; i++) await submit();
      await settle();
      expect(Math.abs(reports.length - 300)).toBeLessThan(40);
    });

    test("keeps its settings for itself", async () => {
      carriers.setCarrier("china_mobile", { down: true });
      expect(await submit({ carrier: "china_unicom", number: BOB })).toMatchObject({ outcome: "accepted" });
    });
  });

  test("a report that is not taken is offered again until it is", async () => {
    taking = false;
    await submit();
    await settle();
    taking = true;
    await settle();
    expect(reports).toHaveLength(1);
    await settle(AN_HOUR_MS);
    expect(reports).toHaveLength(1);
  });

  test("who asks for no report gets none", async () => {
    await submit({ report: false });
    await settle();
    expect(reports).toEqual([]);
    expect(sum().by_state.delivered).toBe(1);
  });

  describe("the bill", () => {
    test("lists each accepted part with its price at that time, and nothing that was refused", async () => {
      await submit({ message_id: "a" });
      carriers.setCarrier("china_mobile", { price_fen: 7 });
      await submit({ message_id: "b" });
      await submit({ number: BOB, message_id: "c" });
      expect(carriers.bill("china_mobile", "own", Number.MAX_SAFE_INTEGER, 10)).toMatchObject([
        { message_id: "b", number: ALICE, sender: SERVICE_NUMBER, fen: 7, state: "delivered" },
        { message_id: "a", number: ALICE, sender: SERVICE_NUMBER, fen: 5, state: "delivered" },
      ]);
      expect(sum()).toEqual({
        ...{ units: 2, fen: 12 },
        by_state: { accepted: 0, delivered: 2, failed: 0, expired: 0 },
      });
    });

    test("of an account has only what that account sent", async () => {
      await submit();
      await submit({ account: "guest" });
      expect([sum().units, carriers.billSum("china_mobile", "guest").units]).toEqual([1, 1]);
    });

    test("keeps its sum when lines are not listed any more", async () => {
      carriers.close();
      carriers = open({ bill_parts_max: 500 });
      for (let i = 0; i < 1_000; i++) {
        await submit();
        if (i % 100 === 99) await settle(A_SECOND_MS);
      }
      expect(carriers.bill("china_mobile", "own", Number.MAX_SAFE_INTEGER, 2_000).length).toBeLessThan(1_000);
      expect(sum()).toMatchObject({ units: 1_000, fen: 5_000 });
    });
  });
});
