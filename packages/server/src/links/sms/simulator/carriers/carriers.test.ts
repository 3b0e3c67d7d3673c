import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { encodeText, segment } from "@feiliao/sms/text";
import { A_MINUTE_MS, A_SECOND_MS, ALICE, AN_HOUR_MS, BOB, Box } from "../testing/box.ts";
import { SERVICE_NUMBER } from "./account.ts";
import { CARRIER_IDS, type CarrierId } from "./carrier.ts";
import { readPart, textOf } from "./part-body.ts";

describe("the carriers in a box", () => {
  let box: Box;
  beforeEach(() => {
    box = new Box();
  });
  afterEach(() => box.carriers.close());

  test.each([
    ["suspended", "suspended"],
    ["cancelled", "number_unknown"],
  ] as const)(
    "a line that is %s takes the SMS, and reports that it failed, with the reason",
    async (line, reason) => {
      box.carriers.setHandset(ALICE, { line });
      expect(await box.submit()).toMatchObject({ outcome: "accepted" });
      await box.settle();
      expect(box.texts()).toEqual([]);
      expect(box.ends()).toEqual([["failed", reason]]);
    },
  );

  test("an owner who blocks us gets nothing, which is reported", async () => {
    box.carriers.setHandset(ALICE, { blocks_us: true });
    await box.submit();
    await box.settle();
    expect(box.texts()).toEqual([]);
    expect(box.ends()).toEqual([["failed", "blocked"]]);
  });

  test("SMS wait for a handset that is off, and are reported when it is on again", async () => {
    box.carriers.setHandset(ALICE, { line: "off" });
    await box.submit({ text: "one" });
    await box.submit({ text: "two" });
    await box.settle(AN_HOUR_MS);
    expect([box.texts(), box.ends()]).toEqual([[], []]);
    box.carriers.setHandset(ALICE, { line: "on" });
    await box.settle();
    expect(box.texts()).toEqual(["one", "two"]);
    expect(box.ends()).toEqual([
      ["delivered", null],
      ["delivered", null],
    ]);
  });

  test("what waits longer than it is valid for expires, and does not arrive afterwards", async () => {
    box.carriers.setHandset(ALICE, { line: "off" });
    await box.submit({ valid_ms: A_MINUTE_MS });
    await box.settle(A_MINUTE_MS + A_SECOND_MS);
    box.carriers.setHandset(ALICE, { line: "on" });
    await box.settle();
    expect(box.texts()).toEqual([]);
    expect(box.ends()).toEqual([["expired", "absent"]]);
  });

  test("a line without money receives, and cannot send", async () => {
    box.carriers.setHandset(ALICE, { line: "no_money" });
    await box.submit();
    expect(box.texts()).toEqual(["hello"]);
    expect(await box.carriers.write(ALICE, SERVICE_NUMBER, "hi")).toMatchObject({ state: "barred" });
    expect(box.written).toEqual([]);
  });

  test.each(["off", "suspended", "cancelled"] as const)("a line that is %s cannot send", async (line) => {
    box.carriers.setHandset(ALICE, { line });
    expect(await box.carriers.write(ALICE, SERVICE_NUMBER, "hi")).toMatchObject({ state: "barred" });
  });

  test("a mainland carrier refuses the handsets of another as not its own, before and after they are ported", async () => {
    expect(await box.submit({ number: BOB })).toMatchObject({ outcome: "refused", refusal: "not_mine" });
    box.carriers.setHandset(ALICE, { ported_to: "china_telecom" });
    expect(await box.submit()).toMatchObject({ outcome: "refused", refusal: "not_mine" });
    expect(await box.submit({ carrier: "china_telecom" })).toMatchObject({ outcome: "accepted" });
    expect(box.texts()).toEqual(["hello"]);
  });

  test("the carrier for the world reaches every handset", async () => {
    for (const number of [ALICE, BOB, "+4915112345678"])
      expect(await box.submit({ carrier: "world", number })).toMatchObject({ outcome: "accepted" });
  });

  test("a ported handset writes over its new carrier", async () => {
    const over: CarrierId[] = [];
    for (const carrier of CARRIER_IDS)
      box.carriers.connect(carrier, {
        serves: () => true,
        report: async () => true,
        deliver: async () => over.push(carrier) > 0,
      });
    box.carriers.setHandset(ALICE, { ported_to: "china_telecom" });
    await box.carriers.write(ALICE, SERVICE_NUMBER, "hi");
    expect(over).toEqual(["china_telecom"]);
  });

  test("what a handset writes has the number it wrote to, extension included", async () => {
    expect(await box.carriers.write(ALICE, `${SERVICE_NUMBER}07`, "hi")).toMatchObject({ state: "sent" });
    expect(box.written).toEqual([
      expect.objectContaining({ from: ALICE, to: `${SERVICE_NUMBER}07`, text: "hi" }),
    ]);
    expect(await box.carriers.write(ALICE, "10086", "hi")).toMatchObject({ state: "failed" });
  });

  test("a handset that answers by itself writes to the number that wrote to it", async () => {
    box.carriers.setHandset(ALICE, { auto_reply: "在开车" });
    await box.submit({ sender: `${SERVICE_NUMBER}07` });
    await box.settle();
    expect(box.written).toEqual([expect.objectContaining({ to: `${SERVICE_NUMBER}07`, text: "在开车" })]);
  });

  describe("a long SMS", () => {
    const long = "天地玄黄，宇宙洪荒。".repeat(12);
    const parts = (ref: number, text = long) => segment(text, { ref, gsm7: false }).map(readPart);

    test("is one text on the handset, whatever order its parts come in, and says of how many", async () => {
      for (const part of parts(7).reverse()) await box.submit(part);
      expect(box.carriers.messages(ALICE)).toEqual([
        expect.objectContaining({ text: long, parts: 2, missing: 0 }),
      ]);
    });

    test("shows where a part is missing, and grows when it comes, also after the first was reported", async () => {
      const [first, second] = parts(7);
      await box.submit(first);
      await box.settle();
      expect(box.carriers.messages(ALICE)).toMatchObject([{ text: `${textOf([first!.body])}…`, missing: 1 }]);
      await box.submit(second);
      expect(box.carriers.messages(ALICE)).toMatchObject([{ text: long, missing: 0 }]);
    });

    test("may be cut within a character", async () => {
      const bytes = encodeText("ucs2", "😀")!;
      const place = { ref: 1, parts: 2 };
      await box.submit({ ...place, part: 1, body: { coding: "ucs2", content: bytes.slice(0, 2) } });
      await box.submit({ ...place, part: 2, body: { coding: "ucs2", content: bytes.slice(2) } });
      expect(box.texts()).toEqual(["😀"]);
    });

    test("does not mix with another one", async () => {
      const other = long.replaceAll("天", "云");
      const [a1, a2] = parts(7);
      const [b1, b2] = parts(8, other);
      for (const part of [a1, b1, b2, a2]) await box.submit(part);
      expect(box.texts()).toEqual([long, other]);
    });

    test("that comes twice is two", async () => {
      box.carriers.setHandset(ALICE, { sms: "twice" });
      for (const part of parts(7)) await box.submit(part);
      expect(box.texts()).toEqual([long, long]);
    });

    test("each part is reported and billed by its own id", async () => {
      const ids: string[] = [];
      for (const part of parts(7)) {
        const outcome = await box.submit(part);
        if (outcome.outcome === "accepted") ids.push(outcome.message_id);
      }
      await box.settle();
      expect(box.reports.map(({ message_id }) => message_id)).toEqual(ids);
      expect(box.sum()).toMatchObject({ units: 2, fen: 10 });
    });
  });

  test("a report that is not taken is offered again until it is", async () => {
    box.taking = false;
    await box.submit();
    await box.settle();
    box.taking = true;
    await box.settle();
    expect(box.reports).toHaveLength(1);
    await box.settle(AN_HOUR_MS);
    expect(box.reports).toHaveLength(1);
  });

  test("who asks for no report gets none", async () => {
    await box.submit({ report: false });
    await box.settle();
    expect(box.reports).toEqual([]);
    expect(box.sum().by_state.delivered).toBe(1);
  });

  describe("the bill", () => {
    test("lists each accepted part with its price at that time, and nothing that was refused", async () => {
      await box.submit({ message_id: "a" });
      box.carriers.setCarrier("china_mobile", { price_fen: 7 });
      await box.submit({ message_id: "b" });
      await box.submit({ number: BOB, message_id: "c" });
      expect(box.carriers.bill("china_mobile", "own", Number.MAX_SAFE_INTEGER, 10)).toMatchObject([
        { message_id: "b", number: ALICE, sender: SERVICE_NUMBER, fen: 7, state: "delivered" },
        { message_id: "a", number: ALICE, sender: SERVICE_NUMBER, fen: 5, state: "delivered" },
      ]);
      expect(box.sum()).toEqual({
        ...{ units: 2, fen: 12 },
        by_state: { accepted: 0, delivered: 2, failed: 0, expired: 0 },
      });
    });

    test("of an account has only what that account sent", async () => {
      await box.submit();
      await box.submit({ account: "guest" });
      expect([box.sum().units, box.carriers.billSum("china_mobile", "guest").units]).toEqual([1, 1]);
    });

    test("keeps its sum when lines are not listed any more", async () => {
      box.carriers.close();
      box = new Box({ bill_parts_max: 500 });
      for (let i = 0; i < 1_000; i++) {
        await box.submit();
        if (i % 100 === 99) await box.settle(A_SECOND_MS);
      }
      expect(box.carriers.bill("china_mobile", "own", Number.MAX_SAFE_INTEGER, 2_000).length).toBeLessThan(
        1_000,
      );
      expect(box.sum()).toMatchObject({ units: 1_000, fen: 5_000 });
    });
  });
});
