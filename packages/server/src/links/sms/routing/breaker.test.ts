import { expect, test } from "bun:test";
import type { SmsOutcome } from "../sms-link.ts";
import {
  afterOutcome,
  BREAKER_LIMITS,
  type Breaker,
  CLOSED,
  isLinkFailure,
  letsPass,
  passing,
} from "./breaker.ts";
import { isRouteError } from "./route-error.ts";

const { failures_max, open_ms, open_ms_max } = BREAKER_LIMITS;
const FAILED = { failed: true, trial: false };
const WORKED = { failed: false, trial: false };

test("BR1 failures in a row open the breaker, and a success in between begins the count anew", () => {
  let breaker = failed(CLOSED, failures_max - 1);
  breaker = afterOutcome(breaker, WORKED, 0);
  breaker = failed(breaker, failures_max - 1);
  expect(letsPass(breaker, 0)).toBe(true);
  breaker = failed(breaker, 1);
  expect(breaker).toEqual({ state: "open", until: open_ms, open_ms });
  expect(letsPass(breaker, open_ms - 1)).toBe(false);
});

test("BR2 after its pause one SMS passes; it closes the breaker", () => {
  const trial = passing(failed(CLOSED, failures_max), open_ms);
  expect(trial.state).toBe("half_open");
  expect(letsPass(trial, open_ms)).toBe(false);
  expect(afterOutcome(trial, { failed: false, trial: true }, open_ms)).toEqual(CLOSED);
});

test("BR2 a trial that fails opens it for twice as long, up to the limit", () => {
  let breaker: Breaker = failed(CLOSED, failures_max);
  const pauses: number[] = [];
  for (let round = 0; round < 8 && breaker.state === "open"; round++) {
    const now = breaker.until;
    breaker = afterOutcome(passing(breaker, now), { failed: true, trial: true }, now);
    if (breaker.state === "open") pauses.push(breaker.until - now);
  }
  expect(pauses.slice(0, 3)).toEqual([2 * open_ms, 4 * open_ms, 8 * open_ms]);
  expect(pauses.at(-1)).toBe(open_ms_max);
});

test("BR3 what passed before the breaker opened neither closes it nor prolongs its pause", () => {
  const open = failed(CLOSED, failures_max);
  expect(afterOutcome(open, WORKED, 1)).toBe(open);
  expect(afterOutcome(open, FAILED, 1)).toBe(open);
  const trial = passing(open, open_ms);
  expect(afterOutcome(trial, WORKED, open_ms)).toBe(trial);
});

test("BR4 silence, a denial and a closed line are failures of the link; other refusals are answers", () => {
  const refusals = ["denied", "closed", "not_mine", "throttled", "number_unknown", "filtered"] as const;
  expect(refusals.map((refusal) => isLinkFailure(refused(refusal)))).toEqual([
    ...[true, true],
    ...[false, false, false, false],
  ]);
  expect(isLinkFailure({ outcome: "unknown", carrier_message_ids: [] })).toBe(true);
  expect(isLinkFailure({ outcome: "accepted", carrier_message_ids: ["1"] })).toBe(false);
});

test("RT9 only a refusal about the route lets another link try", () => {
  expect((["not_mine", "denied", "closed", "throttled"] as const).every(isRouteError)).toBe(true);
  const final = ["number_unknown", "suspended", "no_money", "blocked", "filtered", "bad_request"] as const;
  expect([...final, "unspecified" as const].some(isRouteError)).toBe(false);
});

function failed(breaker: Breaker, times: number): Breaker {
  return Array.from({ length: times }).reduce<Breaker>((each) => afterOutcome(each, FAILED, 0), breaker);
}

function refused(refusal: Extract<SmsOutcome, { outcome: "refused" }>["refusal"]): SmsOutcome {
  return { outcome: "refused", refusal, code: "" };
}
