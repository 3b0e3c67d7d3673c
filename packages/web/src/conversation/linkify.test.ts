import { expect, test } from "bun:test";
import fc from "fast-check";
import { linkify } from "./linkify.ts";

const links = (text: string) => linkify(text).flatMap((part) => ("href" in part ? [part.href] : []));

test("web addresses become links, also without a scheme and inside Chinese text", () => {
  expect(links("see https://example.org/a?b=1#c")).toEqual(["https://example.org/a?b=1#c"]);
  expect(links("看这里：https://example.org/路径，很好")).toEqual(["https://example.org/%E8%B7%AF%E5%BE%84"]);
  expect(links("www.example.org")).toEqual(["https://www.example.org/"]);
});

test("the punctuation around an address is not part of it", () => {
  expect(links("(https://example.org).")).toEqual(["https://example.org/"]);
  expect(links("https://example.org/a_(b)!")).toEqual(["https://example.org/a_(b)"]);
});

test("nothing but http and https becomes a link", () => {
  expect(links("javascript:alert(1) file:///etc/passwd ftp://a.b http://x")).toEqual([]);
});

test("the parts joined are the text", () => {
  const piece = fc.oneof(fc.string(), fc.constantFrom("https://a.bc/", "www.x.yz", "http://", "），", ")."));
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join("");
      expect(
        linkify(text)
          .map((part) => part.text)
          .join(""),
      ).toBe(text);
    }),
  );
});
