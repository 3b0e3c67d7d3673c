import type { AccountId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { BoundedMap } from "../platform/bounded-map.ts";
import type { Clock } from "../platform/clock.ts";
import { RateLimit } from "./rate-limit.ts";

const CALLERS_MAX = 100_000;

/** Who asks: an account, or an address while nobody has signed in; null: an address without a budget. */
export type CallerKey = AccountId | `ip ${string}` | null;

/** One rate for each account, over all its sockets and requests, and one for each address of strangers. */
export class CallerLimits {
  readonly #limits = new BoundedMap<string, RateLimit>(CALLERS_MAX);
  readonly #clock: Clock;
  readonly #per_s: number;

  constructor(clock: Clock, per_s: number) {
    this.#clock = clock;
    this.#per_s = per_s;
  }

  /** @throws rate_limited */
  take(key: CallerKey): void {
    if (key === null) return;
    const now = this.#clock.now();
    let limit = this.#limits.get(key);
    if (!limit) {
      limit = new RateLimit(this.#per_s, now);
      this.#limits.set(key, limit);
    }
    if (!limit.take(now)) throw new FeiliaoError("rate_limited", { retry_after_s: 1 });
  }
}

export function callerKey(account_id: AccountId | undefined, ip: string | null): CallerKey {
  if (account_id) return account_id;
  return ip === null ? null : `ip ${ip}`;
}
