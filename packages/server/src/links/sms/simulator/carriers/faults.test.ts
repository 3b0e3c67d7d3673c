import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { A_MINUTE_MS, A_SECOND_MS, ALICE, BOB, Box } from "../testing/box.ts";
import { SERVICE_NUMBER } from "./account.ts";

describe("what goes wrong", () => {
  let box: Box;
  beforeEach(() => {
    box = new Box();
  });
  afterEach(() => box.carriers.close());

  describe("on one handset", () => {
    test("SMS are late, lost or doubled as it is set, and each is billed once", async () => {
      box.carriers.setHandset(ALICE, { sms: "late" });
      await box.submit({ text: "late" });
      expect(box.texts()).toEqual([]);
      await box.settle();
      box.carriers.setHandset(ALICE, { sms: "twice" });
      await box.submit({ text: "twice" });
      box.carriers.setHandset(ALICE, { sms: "lost" });
      await box.submit({ text: "lost" });
      await box.settle();
      expect(box.texts()).toEqual(["late", "twice", "twice"]);
      expect(box.sum()).toMatchObject({ units: 3, by_state: { delivered: 2, accepted: 1 } });
    });

    test("reports are lost or doubled as it is set", async () => {
      box.carriers.setHandset(ALICE, { reports: "lost" });
      await box.submit();
      await box.settle();
      expect(box.reports).toEqual([]);
      box.carriers.setHandset(ALICE, { reports: "twice" });
      await box.submit();
      await box.settle();
      expect(box.reports).toHaveLength(2);
    });

    test("answers are lost as it is set, though the SMS arrives and is billed", async () => {
      box.carriers.setHandset(ALICE, { answers: "lost" });
      expect(await box.submit()).toEqual({ outcome: "unknown" });
      expect(box.texts()).toEqual(["hello"]);
      expect(box.sum().units).toBe(1);
    });

    test("a report may come before an answer that is late", async () => {
      box.carriers.setHandset(ALICE, { answers: "late" });
      let answered = false;
      const outcome = box.submit().then((answer) => {
        answered = true;
        return answer;
      });
      await box.settle(A_SECOND_MS);
      expect([box.reports.length, answered]).toEqual([1, false]);
      box.clock.advance(A_MINUTE_MS);
      expect(await outcome).toMatchObject({ outcome: "accepted" });
    });
  });

  describe("a whole carrier", () => {
    test("that is down takes nothing and hands over nothing", async () => {
      box.carriers.setCarrier("china_mobile", { down: true });
      expect(await box.submit()).toMatchObject({ outcome: "refused", refusal: "closed" });
      expect(await box.carriers.write(ALICE, SERVICE_NUMBER, "hi")).toMatchObject({ state: "failed" });
      expect(box.sum().units).toBe(0);
    });

    test("throttles beyond its rate, and takes the next in the next second", async () => {
      box.carriers.setCarrier("china_mobile", { throttle_per_s: 2 });
      const outcomes = [await box.submit(), await box.submit(), await box.submit()];
      expect(outcomes.map(({ outcome }) => outcome)).toEqual(["accepted", "accepted", "refused"]);
      expect(outcomes[2]).toMatchObject({ refusal: "throttled" });
      box.clock.advance(A_SECOND_MS);
      expect(await box.submit()).toMatchObject({ outcome: "accepted" });
    });

    test("refuses everything while our account is empty", async () => {
      box.carriers.setCarrier("china_mobile", { no_money: true });
      expect(await box.submit()).toMatchObject({ outcome: "refused", refusal: "no_money" });
    });

    test("answers as late as it is slow", async () => {
      box.carriers.setCarrier("china_mobile", { slow_ms: 3_000 });
      let answered = false;
      void box.submit().then(() => {
        answered = true;
      });
      await box.settle(2_999);
      expect(answered).toBe(false);
      await box.settle(1);
      expect(answered).toBe(true);
    });

    test("loses answers and reports, and doubles reports, about as often as it is set", async () => {
      box.carriers.setCarrier("china_mobile", { answers_lost_percent: 20, reports_lost_percent: 30 });
      let unknown = 0;
      for (let i = 0; i < 500; i++) if ((await box.submit()).outcome === "unknown") unknown++;
      await box.settle();
      expect(Math.abs(unknown - 100)).toBeLessThan(40);
      expect(Math.abs(box.reports.length - 350)).toBeLessThan(40);
      box.reports = [];
      box.carriers.setCarrier("china_mobile", { reports_lost_percent: 0, reports_twice_percent: 50 });
      for (let i = 0; i < 200; i++) await box.submit();
      await box.settle();
      expect(Math.abs(box.reports.length - 300)).toBeLessThan(40);
    });

    test("keeps its settings for itself", async () => {
      box.carriers.setCarrier("china_mobile", { down: true });
      expect(await box.submit({ carrier: "china_unicom", number: BOB })).toMatchObject({
        outcome: "accepted",
      });
    });
  });
});
