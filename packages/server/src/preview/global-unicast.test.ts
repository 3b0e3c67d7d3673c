import { expect, test } from "bun:test";
import fc from "fast-check";
import { isGlobalUnicast } from "./global-unicast.ts";

const byte = fc.integer({ min: 0, max: 255 });
const v4 = fc.tuple(byte, byte, byte, byte);
const group = fc.integer({ min: 0, max: 0xffff });
const hex = (value: number) => value.toString(16);
const dotted = (bytes: readonly number[]) => bytes.join(".");

/** The reserved ranges once more, as arithmetic on the first bytes. */
function isSpecial([a, b, c]: readonly number[]): boolean {
  const [first, second, third] = [a!, b!, c!];
  if ([0, 10, 127].includes(first) || first >= 224) return true;
  if (first === 100) return second >= 64 && second <= 127;
  if (first === 169) return second === 254;
  if (first === 172) return second >= 16 && second <= 31;
  if (first === 192)
    return second === 168 || (second === 0 && [0, 2].includes(third)) || (second === 88 && third === 99);
  if (first === 198) return [18, 19].includes(second) || (second === 51 && third === 100);
  return first === 203 && second === 0 && third === 113;
}

test("LP2: of all IPv4 addresses, those of special ranges are refused and all others allowed", () => {
  fc.assert(
    fc.property(v4, (bytes) => isGlobalUnicast(dotted(bytes)) === !isSpecial(bytes)),
    { numRuns: 2_000 },
  );
  const firsts = [0, 10, 100, 127, 169, 172, 192, 198, 203, 224, 240, 255].map((first) => fc.constant(first));
  const near = fc.tuple(fc.oneof(...firsts), byte, byte, byte);
  fc.assert(
    fc.property(near, (bytes) => isGlobalUnicast(dotted(bytes)) === !isSpecial(bytes)),
    { numRuns: 5_000 },
  );
});

test("LP2: the edges of every range are where the registry says", () => {
  const inside = [
    "0.0.0.0",
    "100.64.0.0",
    "100.127.255.255",
    "172.16.0.0",
    "172.31.255.255",
    "198.19.255.255",
    "169.254.169.254",
    "255.255.255.255",
  ];
  const outside = [
    "1.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "198.20.0.0",
    "223.255.255.255",
    "11.0.0.0",
  ];
  expect(inside.filter(isGlobalUnicast)).toEqual([]);
  expect(outside.filter(isGlobalUnicast)).toEqual(outside);
});

test("LP2: no spelling of an IPv4 address inside an IPv6 address gets through to a special range", () => {
  const wrapped = fc.tuple(v4, fc.constantFrom("::ffff:", "::", "64:ff9b::", "64:ff9b:1::"));
  fc.assert(
    fc.property(wrapped, ([bytes, prefix]) => {
      const words = `${hex(bytes[0] * 256 + bytes[1])}:${hex(bytes[2] * 256 + bytes[3])}`;
      const allowed = prefix === "64:ff9b::" && !isSpecial(bytes);
      return (
        isGlobalUnicast(prefix + dotted(bytes)) === allowed &&
        isGlobalUnicast(prefix + words) === allowed &&
        !isGlobalUnicast(`2002:${words}::1`) &&
        !isGlobalUnicast(`2001:0:${words}::1`)
      );
    }),
    { numRuns: 2_000 },
  );
});

test("LP2: of all IPv6 addresses, only global unicast is allowed", () => {
  const address = fc.array(group, { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(address, (groups) => {
      const [first, second] = [groups[0]!, groups[1]!];
      const unicast = first >= 0x2000 && first <= 0x3fff;
      const special =
        (first === 0x2001 && (second < 0x200 || second === 0xdb8)) ||
        first === 0x2002 ||
        (first === 0x3fff && second < 0x1000);
      return isGlobalUnicast(groups.map(hex).join(":")) === (unicast && !special);
    }),
    { numRuns: 3_000 },
  );
  const refused = [
    "::",
    "::1",
    "fc00::1",
    "fdff::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "100::1",
  ];
  expect(refused.filter(isGlobalUnicast)).toEqual([]);
  expect(["2606:4700::1111", "2001:4860:4860::8888"].every(isGlobalUnicast)).toBe(true);
});

test("LP2: what is no address is not global", () => {
  fc.assert(fc.property(fc.string(), (text) => !isGlobalUnicast(text)));
  expect(
    ["", "localhost", "1.2.3", "1.2.3.4.5", "0x7f000001", "2130706433", "127.1", "8.8.8.8 "].some(
      isGlobalUnicast,
    ),
  ).toBe(false);
});
