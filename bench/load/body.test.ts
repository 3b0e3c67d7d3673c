import { expect, test } from "bun:test";
import { BODY_BYTES, bodySender, bodyTime, makeBody } from "./body.ts";

test("a body has its size, its sender and its time wherever it stands in a frame", () => {
  const before = performance.now();
  const body = makeBody(17_999);
  const frame = `{"text":"${body}"}`;
  const start = frame.indexOf(body);
  expect(Buffer.byteLength(body)).toBe(BODY_BYTES);
  expect(bodySender(frame, start)).toBe(17_999);
  expect(bodyTime(frame, start)).toBeWithin(before - 1, performance.now() + 1);
});

test("a body needs no escape in JSON and none in XML", () => {
  expect(makeBody(1)).toMatch(/^[\w ]+$/);
});
