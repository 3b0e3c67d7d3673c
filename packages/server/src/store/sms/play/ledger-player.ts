import type { Chance } from "@feiliao/testkit/chance";
import type { SmsStore } from "../../sms-store.ts";
import { NOW } from "../../testing/cast.ts";
import type { StatementOutcome } from "../billing.ts";
import type { SmsBudget, SmsRow, SmsSettlement } from "../ledger.ts";
import { attempt, CHAT, newSms } from "../testing.ts";
import { type HandedOver, PlayedCarrier, PRICE_FEN } from "./played-carrier.ts";

const NUMBERS = ["+8613800138001", "+8613800138002", "+8613800138003"];
const KEYS = 16;
const WORKERS = 3;
const UNITS_MAX = 3;
const ANSWER_MS_MAX = 120_000;
/** Reached in most plays. */
const ALL_FEN_MAX = 110;
const LINK_FEN_MAX = 70;
const DAY_MS = 86_400_000;

export const LIMITS: Readonly<Record<string, number>> = {
  all: ALL_FEN_MAX,
  "link mobile": LINK_FEN_MAX,
  "link unicom": LINK_FEN_MAX,
};

/** A server and two carriers that do to a ledger, in any order, what they may do to it; everything follows from the seed. */
export class LedgerPlayer {
  readonly carriers: readonly PlayedCarrier[];
  /** How often each attempt of an SMS was begun, as in "12/1". */
  readonly begun = new Map<string, number>();
  readonly #sms: SmsStore;
  readonly #chance: Chance;
  /** What the carriers have answered, and nobody has written down yet. */
  #answers: SmsSettlement[] = [];
  /** As they were when they were asked for, some of them more than once. */
  readonly #rows: SmsRow[] = [];
  #now = NOW;

  constructor(sms: SmsStore, chance: Chance) {
    this.#sms = sms;
    this.#chance = chance;
    this.carriers = ["mobile", "unicom"].map((link) => new PlayedCarrier(link, chance));
  }

  /** One thing that may happen. */
  async act(): Promise<void> {
    const acts: [() => Promise<void>, number][] = [
      [() => this.#open(), 4],
      [() => this.#begin(), 8],
      [() => this.#answer(), 6],
      [() => this.#report(), 6],
      [() => this.#pass(), 2],
      [() => this.#drop(), 1],
      [() => this.#kill(), 1],
    ];
    await this.#chance.weighted(acts)!();
  }

  /** All rows there are: they are about one message. */
  rows(): Promise<SmsRow[]> {
    return this.#sms.ofMessage(CHAT, 1);
  }

  /** The statements of both carriers. */
  settleBills(): Promise<StatementOutcome[]> {
    const now = this.#now + DAY_MS;
    return Promise.all(
      this.carriers.map(({ link, bill }) =>
        this.#sms.importStatement({ link, from: 0, until: now, lines: bill }, now),
      ),
    );
  }

  async #open(): Promise<void> {
    const no = this.#chance.integer(0, KEYS - 1);
    const life = { not_before: this.#now, expires_at: this.#now + DAY_MS, now: this.#now };
    const more = { number: NUMBERS[no % NUMBERS.length]!, link: null, ...life };
    const [row] = await this.#sms.open([newSms(`sms ${no}`, more)]);
    this.#rows.push(row!);
  }

  /** Several workers want to send the same SMS, over links of their own. */
  async #begin(): Promise<void> {
    if (this.#rows.length === 0) return;
    const { sms_id, key, number } = this.#chance.pick(this.#rows);
    const tries = Array.from({ length: WORKERS }, () => ({
      carrier: this.#chance.pick(this.carriers),
      units: this.#chance.integer(1, UNITS_MAX),
    }));
    const answers = await Promise.all(
      tries.map(({ carrier: { link }, units }) => {
        const fen = units * PRICE_FEN;
        const begin = { link, units, fen, budgets: budgetsFor(link, fen), now: this.#now };
        return this.#sms.begin([attempt(sms_id, { ...begin, deadline: this.#now + ANSWER_MS_MAX })]);
      }),
    );
    for (const [index, [answer]] of answers.entries()) {
      if (answer?.outcome !== "begun") continue;
      const name = `${sms_id}/${answer.attempt}`;
      this.begun.set(name, (this.begun.get(name) ?? 0) + 1);
      const { carrier, units } = tries[index]!;
      this.#handOver(carrier, { sms_id, attempt: answer.attempt, key, number, units, at: this.#now });
    }
  }

  #handOver(carrier: PlayedCarrier, handed: HandedOver): void {
    if (this.#chance.happens(0.1)) return; // the server ends before it has said anything
    const { sms_id, attempt } = handed;
    const verdict = carrier.take(handed);
    if (this.#chance.happens(0.2)) return; // the answer is lost
    this.#answers.push({ sms_id, attempt, now: this.#now, ...verdict });
  }

  /** One of the answers, in whatever order; some of them twice. */
  async #answer(): Promise<void> {
    if (this.#answers.length === 0) return;
    const answer = this.#chance.pick(this.#answers);
    if (this.#chance.happens(0.6)) this.#answers = this.#answers.filter((other) => other !== answer);
    await this.#sms.settle([{ ...answer, now: this.#now }]);
  }

  async #report(): Promise<void> {
    const report = this.#chance.pick(this.carriers).report(this.#now);
    if (report) await this.#sms.report(this.#chance.happens(0.2) ? [report, report] : [report]);
  }

  async #pass(): Promise<void> {
    this.#now += this.#chance.integer(1_000, ANSWER_MS_MAX);
    await this.#sms.overdue(this.#now);
    await this.#sms.sweep(this.#now);
  }

  async #drop(): Promise<void> {
    if (this.#rows.length === 0) return;
    const { sms_id } = this.#chance.pick(this.#rows);
    await this.#sms.drop([{ sms_id, state: "cancelled", reason: null, now: this.#now }]);
  }

  /** What was only in memory is gone. */
  async #kill(): Promise<void> {
    this.#answers = [];
  }
}

function budgetsFor(link: string, fen: number): SmsBudget[] {
  return ["all", `link ${link}`].map((key) => ({ key, amount: fen, max: LIMITS[key]! }));
}
