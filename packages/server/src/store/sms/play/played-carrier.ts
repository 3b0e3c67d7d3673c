import type { Chance } from "@feiliao/testkit/chance";
import type { StatementLine } from "../billing.ts";
import type { SmsPartReport, SmsSettlement } from "../ledger.ts";

/** Of one part, in fen. */
export const PRICE_FEN = 5;

/** An SMS that the ledger has let somebody send. */
export interface HandedOver {
  sms_id: number;
  attempt: number;
  key: string;
  number: string;
  units: number;
  at: number;
}

type Verdict = SmsSettlement extends infer Each
  ? Each extends unknown
    ? Omit<Each, "sms_id" | "attempt" | "now">
    : never
  : never;

/** A carrier that remembers what it took, bills it, and reports on it as carriers do. */
export class PlayedCarrier {
  readonly link: string;
  readonly bill: StatementLine[] = [];
  /** How often it took something of an SMS, by its key. */
  readonly taken = new Map<string, number>();
  readonly #chance: Chance;
  #ids = 1_000;

  constructor(link: string, chance: Chance) {
    this.link = link;
    this.#chance = chance;
  }

  /** What it does with an SMS, and what it would answer. */
  take({ key, number, units, at }: HandedOver): Verdict {
    if (this.#chance.happens(0.4)) return this.#refusal();
    this.taken.set(key, (this.taken.get(key) ?? 0) + 1);
    const parts = this.#chance.happens(0.2) ? this.#chance.integer(1, units) : units;
    const carrier_message_ids = Array.from({ length: parts }, () => String(this.#ids++));
    for (const carrier_message_id of carrier_message_ids)
      this.bill.push({ carrier_message_id, number, at, units: 1, fen: PRICE_FEN });
    return { outcome: parts === units ? "accepted" : "unknown", carrier_message_ids };
  }

  /** What it says of one of the parts that it took: true or not, again or not. Null: it took none yet. */
  report(now: number): SmsPartReport | null {
    if (this.bill.length === 0) return null;
    const { carrier_message_id, number } = this.#chance.pick(this.bill);
    const id = this.#chance.happens(0.3) ? carrier_message_id.padStart(10, "0") : carrier_message_id;
    const state = this.#chance.pick(["delivered", "delivered", "failed", "expired", "buffered"] as const);
    const reason = state === "failed" ? "suspended" : null;
    return { link: this.link, carrier_message_id: id, number, state, reason, code: state, now };
  }

  #refusal(): Verdict {
    const again = this.#chance.happens(0.8) ? { link: null, not_before: 0 } : null;
    return { outcome: "refused", reason: "no_route", code: "22", again };
  }
}
