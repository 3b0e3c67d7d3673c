import { expect, test } from "bun:test";
import { mergeMessages } from "./merge.ts";
import type { HandsetMessage } from "./simulator-api.ts";

const sms = (id: number, state: HandsetMessage["state"]): HandsetMessage => ({
  id,
  from: "10690013800",
  to: "+8613800138000",
  text: `text ${id}`,
  at: id,
  state,
  ...{ parts: 1, missing: 0 },
});

test("a message that comes twice is there once, and messages stand in the order of arrival", () => {
  const merged = mergeMessages(
    [sms(3, "arrived")],
    [sms(1, "arrived"), sms(3, "arrived"), sms(2, "arrived")],
  );
  expect(merged.map(({ id }) => id)).toEqual([1, 2, 3]);
});

test("a later state takes the place of an earlier one", () => {
  expect(mergeMessages([sms(1, "arrived")], [sms(1, "delivered")])).toEqual([sms(1, "delivered")]);
  expect(mergeMessages([sms(1, "sending")], [sms(1, "failed")])).toEqual([sms(1, "failed")]);
});

test("a list that was read before the last event does not bring an old state back", () => {
  expect(mergeMessages([sms(1, "delivered")], [sms(1, "arrived")])).toEqual([sms(1, "delivered")]);
  expect(mergeMessages([sms(1, "sent")], [sms(1, "sending")])).toEqual([sms(1, "sent")]);
});

test("a long message that is reported part by part shows the parts that come afterwards", () => {
  const first = { ...sms(1, "delivered"), parts: 2, missing: 1 };
  const whole = { ...sms(1, "arrived"), parts: 2, missing: 0 };
  expect(mergeMessages([first], [whole])).toEqual([whole]);
  expect(mergeMessages([whole], [first])).toEqual([whole]);
});
