import { expect, test } from "bun:test";
import fc from "fast-check";
import { isKnown, rangeOf } from "./byte-range.ts";

const ETAG = '"blb_a"';
const ask = (range: string, size = 100, more: Record<string, string> = {}) =>
  rangeOf(new Headers({ range, ...more }), size, ETAG);

test("GW15: one range is given as far as it exists", () => {
  expect(ask("bytes=0-9")).toEqual({ status: 206, start: 0, end: 10 });
  expect(ask("bytes=90-")).toEqual({ status: 206, start: 90, end: 100 });
  expect(ask("bytes=90-1000")).toEqual({ status: 206, start: 90, end: 100 });
  expect(ask("bytes=-10")).toEqual({ status: 206, start: 90, end: 100 });
  expect(ask("bytes=-1000")).toEqual({ status: 206, start: 0, end: 100 });
});

test("GW15: what does not exist, and several ranges at once, are refused", () => {
  for (const range of [
    "bytes=100-",
    "bytes=100-200",
    "bytes=-0",
    "bytes=0-1,5-6",
    "bytes=0-1, -5",
    "bytes=0-,0-,0-",
  ])
    expect([range, ask(range)]).toEqual([range, { status: 416 }]);
});

test("GW15: a range that makes no sense, or of something else, asks for everything", () => {
  for (const range of [
    "bytes=9-0",
    "bytes=-",
    "bytes=a-b",
    "lines=0-9",
    "bytes",
    "bytes=1.5-2",
    "bytes=0x1-2",
  ])
    expect([range, ask(range)]).toEqual([range, { status: 200 }]);
  expect(ask("bytes=0-9", 100, { "if-range": '"blb_b"' })).toEqual({ status: 200 });
  expect(ask("bytes=0-9", 100, { "if-range": `W/${ETAG}` })).toEqual({ status: 200 });
  expect(ask("bytes=0-9", 100, { "if-range": ETAG })).toMatchObject({ status: 206 });
  expect(rangeOf(new Headers(), 100, ETAG)).toEqual({ status: 200 });
});

test("GW15: whatever is asked for, what is given lies within the bytes", () => {
  const number = fc.oneof(fc.nat(200), fc.maxSafeNat());
  const range = fc.tuple(fc.option(number), fc.option(number)).map(([a, b]) => `bytes=${a ?? ""}-${b ?? ""}`);
  fc.assert(
    fc.property(fc.oneof(range, fc.string()), fc.nat(150), (text, size) => {
      const answer = rangeOf(new Headers({ range: encodeURI(text) }), size, ETAG);
      return answer.status !== 206 || (0 <= answer.start && answer.start < answer.end && answer.end <= size);
    }),
  );
});

test("GW15: who has the bytes already is told so", () => {
  const known = (tags: string) => isKnown(new Headers({ "if-none-match": tags }), ETAG);
  expect([known(ETAG), known(`"x", W/${ETAG}`), known("*"), known('"x"')]).toEqual([true, true, true, false]);
});
