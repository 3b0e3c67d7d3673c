import { expect, test } from "bun:test";
import fc from "fast-check";
import { KeyHash } from "./entry-row.ts";
import { KeyFilter, SECTIONS_BYTES } from "./key-filter.ts";

const MIB = 1_024 * 1_024;
const hashes = fc.array(fc.maxSafeNat().map((number) => number % 2 ** 48));
const keys = new KeyHash(7);
const hashOf = (number: number) => keys.keyOf(1, 1, `key ${number}`).key_hash;

function filterOf(keys: number): KeyFilter {
  const filter = new KeyFilter();
  filter.complete();
  for (let number = 0; number < keys; number++) filter.add(hashOf(number));
  return filter;
}

/** How many of as many other keys it takes for known ones. */
function wrongly(filter: KeyFilter, keys: number): number {
  let held = 0;
  for (let number = 1; number <= keys; number++) if (filter.mayHold(hashOf(-number))) held++;
  return held;
}

test("D2 a key that was added is never denied, whatever its hash is", () => {
  fc.assert(
    fc.property(hashes, (added) => {
      const filter = new KeyFilter();
      filter.complete();
      for (const key_hash of added) filter.add(key_hash);
      expect(added.every((key_hash) => filter.mayHold(key_hash))).toBe(true);
    }),
  );
});

test("D2 nothing is denied before every key has been added", () => {
  const filter = new KeyFilter();
  expect(filter.mayHold(hashOf(1))).toBe(true);
  filter.complete();
  expect(filter.mayHold(hashOf(1))).toBe(false);
});

test("of keys that were not added, few are taken for known ones, while it grows by sections", () => {
  const filter = filterOf(120_000);
  expect(filter.bytes).toBeGreaterThan(MIB);
  expect(wrongly(filter, 10_000)).toBeLessThan(10_000 * 0.02);
});

test("it takes little memory for few keys, and at most 16 MiB for any number of them", () => {
  expect(new KeyFilter().bytes).toBe(0);
  expect(filterOf(10_000).bytes).toBeLessThanOrEqual(MIB / 4);
  expect(SECTIONS_BYTES.reduce((sum, bytes) => sum + bytes)).toBeLessThanOrEqual(16 * MIB);
});

test("D2 beyond its last section it takes more for known ones, and still denies none that was added", () => {
  const filter = new KeyFilter([1_024, 4_096]);
  filter.complete();
  let wrong = 0;
  for (const keys of [3_000, 6_000, 60_000]) {
    for (let number = 0; number < keys; number++) filter.add(hashOf(number));
    for (let number = 0; number < keys; number++) expect(filter.mayHold(hashOf(number))).toBe(true);
    expect(filter.bytes).toBe(5_120);
    const before = wrong;
    wrong = wrongly(filter, 1_000);
    expect(wrong).toBeGreaterThan(before);
  }
});
