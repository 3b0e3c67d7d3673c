import type { SmsOutcome } from "../sms-link.ts";

/** When a link is left alone, and for how long. */
export interface BreakerLimits {
  /** Failures in a row that open it. */
  failures_max: number;
  /** How long it stays open at first; doubled each time the trial fails, up to `open_ms_max`. */
  open_ms: number;
  open_ms_max: number;
}

export const BREAKER_LIMITS: BreakerLimits = { failures_max: 5, open_ms: 10_000, open_ms_max: 300_000 };

/**
 * - `closed`: SMS pass.
 * - `open`: none passes until `until`.
 * - `half_open`: one passes, on trial; its outcome closes the breaker or opens it for longer.
 */
export type Breaker =
  | { state: "closed"; failures: number }
  | { state: "open"; until: number; open_ms: number }
  | { state: "half_open"; open_ms: number };

export const CLOSED: Breaker = { state: "closed", failures: 0 };

/**
 * Whether an outcome counts against the link. A refusal for the handset or the text is an answer of a link that works;
 * `throttled` is one, too: the throughput is lowered for it.
 */
export function isLinkFailure(outcome: SmsOutcome): boolean {
  if (outcome.outcome !== "refused") return outcome.outcome === "unknown";
  return outcome.refusal === "denied" || outcome.refusal === "closed";
}

/** Whether an SMS may pass now. */
export function letsPass(breaker: Breaker, now: number): boolean {
  return breaker.state === "closed" || (breaker.state === "open" && now >= breaker.until);
}

/** An SMS is handed over: after the pause of an open breaker, it is the trial. */
export function passing(breaker: Breaker, now: number): Breaker {
  if (breaker.state !== "open" || now < breaker.until) return breaker;
  return { state: "half_open", open_ms: breaker.open_ms };
}

/**
 * What came of an SMS that passed; `trial`: it was the one that made the breaker half open. What passed before it opened
 * says nothing any more.
 */
export function afterOutcome(
  breaker: Breaker,
  { failed, trial }: { failed: boolean; trial: boolean },
  now: number,
  limits: BreakerLimits = BREAKER_LIMITS,
): Breaker {
  switch (breaker.state) {
    case "closed": {
      if (!failed) return breaker.failures === 0 ? breaker : CLOSED;
      const failures = breaker.failures + 1;
      if (failures < limits.failures_max) return { state: "closed", failures };
      return { state: "open", until: now + limits.open_ms, open_ms: limits.open_ms };
    }
    case "open":
      return breaker;
    case "half_open": {
      if (!trial) return breaker;
      if (!failed) return CLOSED;
      const open_ms = Math.min(2 * breaker.open_ms, limits.open_ms_max);
      return { state: "open", until: now + open_ms, open_ms };
    }
  }
}
