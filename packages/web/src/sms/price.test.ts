import { expect, test } from "bun:test";
import type { SmsRate } from "@feiliao/client";
import { consentTo, littleLeft, obstacleTo, priceOf, yuan } from "./price.ts";

const DAWN = 1_795_392_000_000;

function recipient(more: Partial<SmsRate["recipients"][number]> = {}): SmsRate["recipients"][number] {
  return {
    ...{ account_id: "acc_b", carrier: "china_telecom", refused: null, before: "【飞聊】A：", after: "" },
    ...{ gsm7: false, fen_per_unit: 5, quiet_until: null, ...more },
  };
}

function rate(more: Partial<SmsRate> = {}): SmsRate {
  return {
    recipients: [recipient()],
    available: true,
    usage: { day: 0, day_max: 100, month: 0, month_max: 1_000, fen_month: 0 },
    shortened: "[语音 0:07] https://chat.example.org/s#q83vEjRWeJCrze8SNFZ4kA",
    ...more,
  };
}

test("what stands before and behind the words is counted with them", () => {
  expect(priceOf(rate(), "好".repeat(64))).toMatchObject({ units: 1, fen: 5 });
  expect(priceOf(rate(), "好".repeat(65))).toMatchObject({ units: 2, fen: 10 });
  const first = rate({ recipients: [recipient({ after: "（退订回TD）" })] });
  expect(priceOf(first, "好".repeat(64))).toMatchObject({ units: 2, fen: 10 });
});

test("what is no text costs what its link costs", () => {
  expect(priceOf(rate(), null).units).toBe(1);
});

test("in a group the price is for all who are reached, and those who are not cost nothing", () => {
  const group = rate({
    recipients: [
      recipient({ carrier: "china_mobile", fen_per_unit: 4 }),
      recipient({ carrier: "china_mobile", quiet_until: DAWN }),
      recipient({ carrier: null, refused: "opted_out", fen_per_unit: 50 }),
    ],
  });
  const price = priceOf(group, "好");
  expect(price).toMatchObject({
    recipients: 2,
    units: 2,
    fen: 9,
    carriers: ["china_mobile"],
    quiet_until: DAWN,
  });
  expect(obstacleTo(group, price)).toBe(null);
});

test("nothing is offered where nobody would get it", () => {
  const out = rate({ recipients: [recipient({ refused: "opted_out" })] });
  expect(obstacleTo(out, priceOf(out, "好"))).toEqual({ type: "refused", reason: "opted_out" });
  const none = rate({ available: false });
  expect(obstacleTo(none, priceOf(none, "好"))).toEqual({ type: "no_carrier" });
  const used = rate({ usage: { day: 99, day_max: 100, month: 99, month_max: 1_000, fen_month: 0 } });
  expect(obstacleTo(used, priceOf(used, "好"))).toBe(null);
  expect(obstacleTo(used, priceOf(used, "好".repeat(65)))).toEqual({ type: "quota", of: "day" });
});

test("what is left is said when four fifths of the day or the month are used", () => {
  const usage = { day: 79, day_max: 100, month: 79, month_max: 1_000, fen_month: 0 };
  expect(littleLeft(rate({ usage }))).toBe(null);
  expect(littleLeft(rate({ usage: { ...usage, day: 80 } }))).toEqual({ of: "day", left: 20 });
  expect(littleLeft(rate({ usage: { ...usage, month: 990 } }))).toEqual({ of: "month", left: 10 });
});

test("the choice of the hour is given only where it is night", () => {
  expect(consentTo(priceOf(rate(), "好"), "wait")).toEqual({ fen_max: 5, at_night: "now" });
  const night = rate({ recipients: [recipient({ quiet_until: DAWN })] });
  expect(consentTo(priceOf(night, "好"), "wait")).toEqual({ fen_max: 5, at_night: "wait" });
});

test("prices have two digits behind the point", () => {
  expect([0, 5, 10, 1_234].map(yuan)).toEqual(["¥0.00", "¥0.05", "¥0.10", "¥12.34"]);
});
