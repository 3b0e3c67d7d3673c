import { expect, test } from "bun:test";
import fc from "fast-check";
import { firstDifference, merged } from "./marks.ts";

const mark = fc.nat({ max: 9 });
const marks = fc.record({ delivered: mark, read: mark, heard: mark });

test("MO3: merged marks never go back, heard implies read, and read implies delivered", () => {
  fc.assert(
    fc.property(marks, marks, (a, b) => {
      const both = merged(merged({ delivered: 0, read: 0, heard: 0 }, a), b);
      expect(both.delivered).toBeGreaterThanOrEqual(Math.max(both.read, a.delivered, b.delivered));
      expect(both.read).toBeGreaterThanOrEqual(Math.max(both.heard, a.read, b.read));
      expect(merged(both, a)).toEqual(both);
    }),
  );
});

test("MO3: positions up to the first difference are on the same side of all marks before and after", () => {
  fc.assert(
    fc.property(marks, marks, fc.integer({ min: 1, max: 10 }), (a, b, seq) => {
      fc.pre(seq < firstDifference(a, b));
      for (const each of ["delivered", "read", "heard"] as const) expect(seq <= a[each]).toBe(seq <= b[each]);
    }),
  );
});
