import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { cacheContract } from "./cache.contract.ts";
import { memoryCache } from "./memory.ts";
import type { Cache, CacheKey } from "./port.ts";
import { compareKeys } from "./sorted-table.ts";

describe("the memory cache keeps the rules of the port", () => {
  const caches = new Map<string, Cache>();
  const open = async (name: string) => {
    const cache = caches.get(name) ?? memoryCache();
    caches.set(name, cache);
    return cache;
  };
  for (const { rule, check } of cacheContract(open)) {
    test(rule, async () => expect(await check()).toBeUndefined());
  }
});

test("what one client announces, the others that share the cache hear", async () => {
  const cache = memoryCache();
  const heard = new Promise((resolve) => cache.listen(resolve));
  cache.announce({ type: "outbox" });
  expect(await heard).toEqual({ type: "outbox" });
});

test("the order of keys is total", () => {
  const part = fc.oneof(fc.integer(), fc.string({ maxLength: 3 }));
  const key: fc.Arbitrary<CacheKey> = fc.oneof(part, fc.array(part, { maxLength: 3 }));
  fc.assert(
    fc.property(key, key, key, (a, b, c) => {
      expect(Math.sign(compareKeys(a, b))).toBe(0 - Math.sign(compareKeys(b, a)));
      if (compareKeys(a, b) <= 0 && compareKeys(b, c) <= 0) expect(compareKeys(a, c)).toBeLessThanOrEqual(0);
    }),
  );
});
