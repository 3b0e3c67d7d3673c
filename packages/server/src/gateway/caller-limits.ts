import type { AccountId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Clock } from "../platform/clock.ts";
import { BURST_MS, RateLimit } from "./rate-limit.ts";

/** Beyond so many, who has not called for a while is forgotten early. */
const CALLERS_MAX = 200_000;

/** Who asks: an account, or an address while nobody has signed in; null: an address without a budget. */
export type CallerKey = AccountId | `ip ${string}` | null;

/** One rate for each account, over all its sockets and requests, and one for each address of strangers. */
export class CallerLimits {
  readonly #limit: RateLimit;
  readonly #clock: Clock;
  #sweeping = false;

  constructor(clock: Clock, per_s: number) {
    this.#limit = new RateLimit(per_s);
    this.#clock = clock;
  }

  /** @throws rate_limited */
  take(key: CallerKey): void {
    if (key === null) return;
    if (!this.#limit.take(key, this.#clock.now())) {
      throw new FeiliaoError("rate_limited", { retry_after_s: 1 });
    }
    if (!this.#sweeping) this.#sweepLater();
    else if (this.#limit.size > CALLERS_MAX) this.#limit.forget();
  }

  #sweepLater(): void {
    this.#sweeping = true;
    this.#clock.setTimeout(() => {
      this.#limit.forget();
      if (this.#limit.size > 0) this.#sweepLater();
      else this.#sweeping = false;
    }, BURST_MS);
  }
}

export function callerKey(account_id: AccountId | undefined, ip: string | null): CallerKey {
  if (account_id) return account_id;
  return ip === null ? null : `ip ${ip}`;
}
