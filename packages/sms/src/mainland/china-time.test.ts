import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import {
  absoluteTime,
  minuteTime,
  monthDayTime,
  parseAbsoluteTime,
  parseChinaTime,
  secondTime,
} from "./china-time.ts";

const NEW_YEAR_MS = Date.UTC(2026, 11, 31, 16);

describe("China Standard Time", () => {
  test("CN12 turns the year eight hours before UTC does", () => {
    expect(secondTime(NEW_YEAR_MS - 1000)).toBe("20261231235959");
    expect(secondTime(NEW_YEAR_MS)).toBe("20270101000000");
    expect(monthDayTime(NEW_YEAR_MS - 1000)).toBe(1231235959);
    expect(monthDayTime(NEW_YEAR_MS)).toBe(101000000);
    expect(minuteTime(NEW_YEAR_MS)).toBe("2701010000");
  });

  test("CN12 is read back to the second and to the minute", () => {
    const at_ms = fc.integer({ min: Date.UTC(2000, 0, 2), max: Date.UTC(2099, 11, 31) });
    fc.assert(
      fc.property(at_ms, (at) => {
        expect(parseChinaTime(secondTime(at))).toBe(at - (at % 1000));
        expect(parseChinaTime(minuteTime(at))).toBe(at - (at % 60_000));
        expect(parseAbsoluteTime(absoluteTime(at))).toBe(at - (at % 1000));
      }),
    );
  });

  test("CN12 of another zone is read in that zone", () => {
    expect(absoluteTime(NEW_YEAR_MS)).toBe("270101000000032+");
    expect(parseAbsoluteTime("261231160000000+")).toBe(NEW_YEAR_MS);
    expect(parseAbsoluteTime("261231110000020-")).toBe(NEW_YEAR_MS);
  });

  test.each(["", "26112212", "261322120000032+", "2613221200", "20261301000000", "0611221200000R"])(
    "CN12 is not in %p",
    (text) => {
      expect(parseAbsoluteTime(text)).toBeNull();
      expect(parseChinaTime(text)).toBeNull();
    },
  );
});
