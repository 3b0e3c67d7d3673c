import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { DOWNLOAD_TYPE, sniff } from "../media/sniff.ts";
import { isAllowedOrigin } from "./origin.ts";
import { parseJson } from "./parse-frame.ts";
import { peerAddress } from "./peer.ts";
import { BURST_MS, RateLimit } from "./rate-limit.ts";

const request = (headers: Record<string, string>) => new Request("http://chat.example:8080/", { headers });

describe("the address of a peer", () => {
  test("is the socket's while no proxy of one's own stands in front, whatever headers say", () => {
    expect(peerAddress(request({ "x-forwarded-for": "1.2.3.4" }), "9.9.9.9", 0)).toBe("9.9.9.9");
    expect(peerAddress(request({}), "::ffff:9.9.9.9", 0)).toBe("9.9.9.9");
  });

  test("is what the outermost proxy of one's own saw; what is further left may be made up", () => {
    const forwarded = request({ "x-forwarded-for": "6.6.6.6, 1.2.3.4, 10.0.0.1" });
    expect(peerAddress(forwarded, "9.9.9.9", 2)).toBe("1.2.3.4");
    expect(peerAddress(forwarded, "9.9.9.9", 1)).toBe("10.0.0.1");
    expect(peerAddress(forwarded, "9.9.9.9", 8)).toBe("9.9.9.9");
    expect(peerAddress(request({ "x-forwarded-for": "unknown" }), "9.9.9.9", 1)).toBe("9.9.9.9");
  });
});

test("sockets are for the own pages, named origins and programs", () => {
  const from = (origin: string) => request({ origin, host: "chat.example:8080" });
  expect(isAllowedOrigin(request({}), [])).toBe(true);
  expect(isAllowedOrigin(from("http://chat.example:8080"), [])).toBe(true);
  expect(isAllowedOrigin(from("https://other.example"), [])).toBe(false);
  expect(isAllowedOrigin(from("https://other.example"), ["https://other.example"])).toBe(true);
  expect(isAllowedOrigin(from("null"), [])).toBe(false);
});

test("a rate limit lets four seconds' worth through at once and then its rate, also when the clock steps back", () => {
  const limit = new RateLimit(10);
  const passed = (now: number) =>
    Array.from({ length: 100 }, () => limit.take("alice", now)).filter(Boolean).length;
  expect(passed(0)).toBe(40);
  expect(passed(1_000)).toBe(10);
  expect(passed(500)).toBe(0);
  expect(passed(100_000)).toBe(40);
});

test("GW7 a rate limit decides the same whether or not it forgets who has rested for long enough", () => {
  const call = fc.record({ caller: fc.constantFrom("alice", "bob", "carol"), after_ms: fc.nat(1_500) });
  fc.assert(
    fc.property(fc.array(call, { maxLength: 200 }), (calls) => {
      const [forgetful, faithful] = [new RateLimit(2), new RateLimit(2)];
      let now = 0;
      let forgotten_at = 0;
      for (const { caller, after_ms } of calls) {
        now += after_ms;
        for (; forgotten_at + BURST_MS <= now; forgotten_at += BURST_MS) forgetful.forget();
        expect(forgetful.take(caller, now)).toBe(faithful.take(caller, now));
      }
    }),
  );
});

test("JSON is refused by its depth exactly from 17 levels on", () => {
  const nested = fc
    .integer({ min: 1, max: 40 })
    .map((levels) => ({ levels, text: "[".repeat(levels) + "]".repeat(levels) }));
  fc.assert(
    fc.property(nested, fc.string(), ({ levels, text }, noise) => {
      const body = `{"a":${JSON.stringify(noise)},"b":${text}}`;
      if (levels + 1 <= 16) expect(parseJson(body)).toHaveProperty("b");
      else expect(() => parseJson(body)).toThrow("nested too deeply");
    }),
  );
});

test("what is not a picture by its first bytes is a download", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  expect(sniff(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0))).toBe("image/jpeg");
  expect(sniff(bytes("GIF89a"))).toBe("image/gif");
  expect(sniff(bytes("RIFF    WEBPVP8 "))).toBe("image/webp");
  expect(sniff(bytes("\0\0\0 ftypisom"))).toBe("video/mp4");
  expect(sniff(Uint8Array.of(0x1a, 0x45, 0xdf, 0xa3, 0x9f, ...bytes("B\x82webm")))).toBe("video/webm");
  expect(sniff(Uint8Array.of(0x1a, 0x45, 0xdf, 0xa3, 0x9f, ...bytes("B\x82matroska")))).toBe(DOWNLOAD_TYPE);
  expect(sniff(bytes("\0\0\0 ftypheic"))).toBe(DOWNLOAD_TYPE);
  for (const text of ["", "<svg", "<html", "%PDF-1.7", "RIFF    WAVE"])
    expect(sniff(bytes(text))).toBe(DOWNLOAD_TYPE);
});
