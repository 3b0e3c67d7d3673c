import { expect, test } from "bun:test";
import fc from "fast-check";
import { MultiMap } from "./multi-map.ts";

const change = fc.record({ add: fc.boolean(), key: fc.nat(3), value: fc.nat(3) });

test("a multi-map holds under each key what was added to it and not removed, in that order", () => {
  fc.assert(
    fc.property(fc.array(change), (changes) => {
      const values = [0, 1, 2, 3].map((name) => ({ name }));
      const map = new MultiMap<number, object>();
      const expected = new Map<number, Set<object>>([0, 1, 2, 3].map((key) => [key, new Set()]));
      for (const { add, key, value } of changes) {
        const isThere = expected.get(key)!.has(values[value]!);
        if (add && !isThere) {
          map.add(key, values[value]!);
          expected.get(key)!.add(values[value]!);
        } else if (!add) {
          map.remove(key, values[value]!);
          expected.get(key)!.delete(values[value]!);
        }
      }
      for (const [key, set] of expected) expect(map.get(key)).toEqual([...set]);
      const all = [...expected.values()].flatMap((set) => [...set]);
      expect([...map.values()].length).toBe(all.length);
      expect(map.size).toBe(all.length);
    }),
  );
});

test("who goes through the values of a key is not disturbed by one that leaves meanwhile", () => {
  const [alice, bob, carol] = [{ name: "alice" }, { name: "bob" }, { name: "carol" }];
  const map = new MultiMap<string, object>();
  for (const person of [alice, bob, carol]) map.add("room", person);
  const seen: object[] = [];
  for (const person of map.get("room")) {
    map.remove("room", person);
    seen.push(person);
  }
  expect(seen).toEqual([alice, bob, carol]);
  expect(map.size).toBe(0);
});
