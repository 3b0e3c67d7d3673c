import { describe, expect, test } from "bun:test";
import { cmppResults } from "../cmpp/status.ts";
import type { Report } from "../peer/report.ts";
import { sgipErrors, sgipResults } from "../sgip/status.ts";
import { readSmgpStat, smgpStatOf } from "../smgp/stat.ts";
import { smgpResults } from "../smgp/status.ts";
import { readStat, statOf } from "./gateway-code.ts";
import type { Reason } from "./reason.ts";

describe("a result", () => {
  test.each([
    [cmppResults, 8, "throttled", "cmpp:8"],
    [cmppResults, 9, "not_mine", "cmpp:9"],
    [cmppResults, 13, "number_unknown", "cmpp:13"],
    [cmppResults, 43, "not_mine", "cmpp:43"],
    [cmppResults, 69, "filtered", "cmpp:69"],
    [sgipResults, 11, "throttled", "sgip:11"],
    [sgipResults, 6, "number_unknown", "sgip:6"],
    [sgipResults, 22, "not_mine", "sgip:22"],
    [sgipResults, 23, "not_mine", "sgip:23"],
    [smgpResults, 1, "throttled", "smgp:1"],
    [smgpResults, 47, "number_unknown", "smgp:47"],
    [smgpResults, 39, "not_mine", "smgp:39"],
  ] as const)("CN7 means what the standard says, and has a name (%#)", (results, result, refusal, code) => {
    expect(results.refusal(result)).toBe(refusal);
    expect(results.code(result)).toBe(code);
  });

  test("CN7 that nobody knows is unspecified, unless the operator knows it", () => {
    expect(cmppResults.refusal(222)).toBe("unspecified");
    expect(cmppResults.refusal(222, { "cmpp:222": "filtered" })).toBe("filtered");
    expect(cmppResults.refusal(8, { "cmpp:8": "no_money" })).toBe("no_money");
  });

  test("CN6 is the carrier's own when it named one, else the standard's that means the same, and never success", () => {
    expect(cmppResults.result("unspecified", "cmpp:101")).toBe(101);
    expect(cmppResults.result("throttled", "")).toBe(8);
    expect(cmppResults.result("not_mine", "smgp:39")).toBe(9);
    for (const code of ["cmpp:0", "cmpp:256", "cmpp:-1", "cmpp:"])
      expect(cmppResults.result("no_money", code)).toBe(99);
    expect(cmppResults.result("filtered", "")).toBe(69);
  });

  test("CN7 of a handset that is off refuses no submit by that name", () => {
    expect(sgipResults.reason(25)).toBe("absent");
    expect(sgipResults.refusal(25)).toBe("unspecified");
  });

  test("CN7 of SGIP means another thing in a report than in a response", () => {
    for (const [code, refusal, reason] of [
      [1, "denied", "number_unknown"],
      [5, "bad_request", "suspended"],
      [13, "unspecified", "suspended"],
      [22, "not_mine", "not_mine"],
      [24, "suspended", "absent"],
      [29, "number_unknown", "number_unknown"],
    ] as const) {
      expect(sgipResults.refusal(code)).toBe(refusal);
      expect(sgipErrors.reason(code)).toBe(reason);
    }
  });
});

describe("a stat", () => {
  test.each([
    ["DELIVRD", "delivered", null],
    ["EXPIRED", "expired", null],
    ["ACCEPTD", "buffered", null],
    ["UNKNOWN", "unknown", null],
    ["UNDELIV", "failed", "unspecified"],
    ["DELETED", "failed", "unspecified"],
    ["REJECTD", "failed", "blocked"],
    ["MK:0001", "failed", "number_unknown"],
    ["MK:0000", "failed", "number_unknown"],
    ["MK:0005", "failed", "suspended"],
    ["MK:0013", "failed", "suspended"],
    ["MK:0024", "failed", "absent"],
    ["MI:0000", "expired", null],
    ["MI:0024", "expired", "absent"],
    ["MN:0001", "failed", "number_unknown"],
    ["MM:0000", "unknown", null],
    ["MA:0051", "failed", "unspecified"],
    ["MA:0054", "unknown", null],
    ["IC:0001", "unknown", null],
    ["ML:0000", "buffered", null],
    ["MB:0088", "failed", "throttled"],
    ["MB:1049", "failed", "not_mine"],
    ["IB:0009", "failed", "not_mine"],
    ["ID:0043", "failed", "not_mine"],
    ["ID:0069", "failed", "filtered"],
    ["CB:0001", "failed", "number_unknown"],
    ["CB:0007", "failed", "suspended"],
    ["DB:0102", "failed", "suspended"],
    ["DB:0141", "failed", "filtered"],
    ["SB:0001", "failed", "unspecified"],
    ["", "failed", "unspecified"],
    ["garbage", "failed", "unspecified"],
    ["valueOf", "failed", "unspecified"],
    ["constructor:0001", "failed", "unspecified"],
  ] as const)("CN7 %p is %p, because of %p", (stat, state, reason) => {
    expect(readStat(stat)).toEqual({ state, reason });
  });

  test("CN7 is none of what every object has, in SMGP either", () => {
    expect(readSmgpStat("valueOf", "constructor", {})).toEqual({
      state: "failed",
      code: "valueOf:constructor",
      reason: "unspecified",
    });
  });

  const report = (change: Partial<Report>): Report => ({
    message_id: "",
    to: "8613800138000",
    state: "failed",
    code: "",
    reason: null,
    at_ms: null,
    ...change,
  });

  test.each([
    "number_unknown",
    "suspended",
    "absent",
    "blocked",
    "filtered",
    "not_mine",
    "throttled",
  ] as const)("CN7 that says %s is read so again, by CMPP and by SMGP", (reason: Reason) => {
    expect(readStat(statOf(report({ reason })))).toEqual({ state: "failed", reason });
    const { stat, err } = smgpStatOf(report({ reason }));
    expect(stat.length).toBe(7);
    expect(err).toMatch(/^\d{3}$/);
    if (reason !== "throttled") expect(readSmgpStat(stat, err)).toMatchObject({ state: "failed", reason });
  });

  test.each(["delivered", "failed", "expired", "unknown", "buffered"] as const)(
    "CN7 says %s, and is read so again",
    (state) => {
      expect(readStat(statOf(report({ state }))).state).toBe(state);
      const { stat, err } = smgpStatOf(report({ state }));
      expect(readSmgpStat(stat, err).state).toBe(state);
    },
  );

  test("CN6 is the carrier's own when it named one", () => {
    expect(statOf(report({ code: "MK:0099", reason: "absent" }))).toBe("MK:0099");
    expect(smgpStatOf(report({ code: "UNDELIV:601" }))).toEqual({ stat: "UNDELIV", err: "601" });
    expect(smgpStatOf(report({ code: "MK:0099:000" }))).toEqual({ stat: "MK:0099", err: "000" });
    expect(smgpStatOf(report({ code: "MK:0099" }))).toEqual({ stat: "MK:0099", err: "000" });
  });
});
