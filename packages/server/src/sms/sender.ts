import type { SmsReason } from "@feiliao/protocol";
import type { LinkPool, LinkTerms } from "../links/sms/link-pool.ts";
import { NOTHING_KNOWN, type NumberRoute, type Served } from "../links/sms/routing/number-route.ts";
import { isRouteError } from "../links/sms/routing/route-error.ts";
import type { Sms, SmsOutcome, SmsRefusal } from "../links/sms/sms-link.ts";
import { type Clock, repeat } from "../platform/clock.ts";
import { inBackground } from "../platform/failure.ts";
import { describeFailure, type Logger } from "../platform/logger.ts";
import type { BeginSms, BegunSms, SmsRow, SmsSettlement } from "../store/sms/ledger.ts";
import type { Store } from "../store/store.ts";
import { Batched } from "./batched.ts";
import { budgetsOf, reasonOf, type SmsLimits } from "./budgets.ts";
import type { Composer } from "./composer.ts";
import { templateOf } from "./details.ts";
import type { ProgressTeller } from "./progress.ts";
import { REASON_OF_REFUSAL } from "./reason-of-refusal.ts";
import { priceOf } from "./recipients.ts";

interface Parts {
  store: Pick<Store, "sms">;
  pool: LinkPool;
  composer: Composer;
  teller: ProgressTeller;
  limits: SmsLimits;
  clock: Clock;
  logger: Logger;
}

const POLL_INTERVAL_MS = 1_000;
const IN_FLIGHT_MAX = 256;
const BATCH_MAX = 128;
/** What a node claimed and did not begin by then, since it died, another one claims. */
const LEASE_MS = 5_000;
/** Carriers have answered by then, or it is unknown what became of the SMS. */
const ANSWER_MS_MAX = 120_000;
/** When no link takes it, or one has too much to do: tried again after this, doubled with every attempt. */
const RETRY_AFTER_MS = 1_000;
const ATTEMPTS_MAX = 6;
/** How long a carrier shall try to reach a handset that is off. */
const VALID_MS: Record<SmsRow["kind"], number> = {
  code: 5 * 60_000,
  message: 48 * 3_600_000,
  notice: 12 * 3_600_000,
  service: 3_600_000,
};

/** Over which link an SMS goes, as whose number, and what was known of the number. */
interface Route {
  terms: LinkTerms;
  carrier: Served;
  known: NumberRoute;
}

/** What the ledger has given to this worker. */
interface Begun {
  attempt: number;
  sms: Sms;
  units: number;
}

/**
 * Sends what the ledger has queued, over the links that this node holds. Nothing is handed to a carrier that `begin` did
 * not give to this worker (D14), and whatever was begun ends with what the carrier said, or as unknown.
 */
export class SmsSender {
  readonly #parts: Parts;
  readonly #stops: (() => void)[];
  readonly #begin: Batched<BeginSms, BegunSms>;
  readonly #settle: Batched<SmsSettlement, null>;
  /** The last of what is being sent to a number: SMS to one handset go in their order. */
  readonly #lanes = new Map<string, Promise<void>>();
  /** By link, how many are about to be handed to it. */
  readonly #beginning = new Map<string, number>();
  #in_flight = 0;
  #again = false;
  #claiming: Promise<void> | null = null;
  #closed = false;

  constructor(parts: Parts) {
    const { store, pool, clock, logger } = parts;
    this.#parts = parts;
    this.#begin = new Batched(BATCH_MAX, (attempts) => store.sms.begin(attempts));
    this.#settle = new Batched(BATCH_MAX, async (results) => {
      await store.sms.settle(results);
      return results.map(() => null);
    });
    this.#stops = [
      repeat(clock, logger, POLL_INTERVAL_MS, () => this.#poll()),
      pool.onReady(() => this.ring()),
      pool.onReport(async (link, { at: _, to: number, ...report }) => {
        await store.sms.report([{ ...report, number, link, now: clock.now() }]);
        this.tell();
      }),
    ];
  }

  /** Something was queued. */
  ring(): void {
    inBackground(this.#parts.logger, "sending SMS", this.#claim());
  }

  /** Nothing more is begun; what was is answered, or left to be unknown. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const stop of this.#stops) stop();
    await this.#claiming?.catch(() => {});
    await Promise.allSettled(this.#lanes.values());
  }

  async #poll(): Promise<void> {
    const { store, clock } = this.#parts;
    await store.sms.overdue(clock.now());
    await this.#rescue();
    this.tell();
    await this.#claim();
  }

  async #claim(): Promise<void> {
    if (this.#closed) return;
    this.#again = true;
    this.#claiming ??= this.#claimAll().finally(() => {
      this.#claiming = null;
    });
    await this.#claiming;
  }

  async #claimAll(): Promise<void> {
    const { store, pool, clock } = this.#parts;
    while (this.#again && !this.#closed) {
      this.#again = false;
      const ready = pool.held().filter((link) => this.#roomOn(link) > 0);
      const room = ready.reduce((sum, link) => sum + this.#roomOn(link), 0);
      const limit = Math.min(BATCH_MAX, room, IN_FLIGHT_MAX - this.#in_flight);
      if (limit <= 0) return; // a link that is ready again, or an SMS that has gone, rings
      const rows = await store.sms.claim(ready, limit, clock.now(), LEASE_MS);
      for (const row of rows) this.#enqueue(row);
      if (rows.length === limit) this.#again = true;
    }
  }

  /** Rows that wait for links that are down, on whatever node: they go by another one, if there is one. */
  async #rescue(): Promise<void> {
    const { store, pool, clock } = this.#parts;
    const down = pool.health().filter(({ state, breaker }) => state !== "up" || breaker === "open");
    if (down.length === 0) return;
    const links = down.map(({ terms }) => terms.id);
    const rows = await store.sms.claim(links, BATCH_MAX, clock.now(), LEASE_MS);
    await Promise.all(
      rows.map(async (row) => {
        const { sms_id, not_before } = row;
        const route = await this.#linkFor(row);
        if (route) await store.sms.postpone([{ sms_id, link: route.terms.id, not_before }]);
      }),
    );
  }

  #enqueue(row: SmsRow): void {
    this.#in_flight++;
    const before = this.#lanes.get(row.number) ?? Promise.resolve();
    const sent = before.then(() => this.#attempt(row));
    this.#lanes.set(row.number, sent);
    void sent.finally(() => {
      this.#in_flight--;
      if (this.#lanes.get(row.number) === sent) this.#lanes.delete(row.number);
      this.ring();
    });
  }

  async #attempt(row: SmsRow): Promise<void> {
    try {
      const route = this.#closed ? null : await this.#linkFor(row);
      if (route) await this.#send(row, route);
    } catch (failure) {
      const { kind } = row;
      this.#parts.logger.warn("an SMS was not sent and will be tried again", {
        kind,
        error: describeFailure(failure),
      });
    }
  }

  /** What the link has no room for waits for it. */
  async #send(row: SmsRow, route: Route): Promise<void> {
    const { store, pool } = this.#parts;
    const { sms_id, number, not_before } = row;
    const { terms, carrier, known } = route;
    if (this.#roomOn(terms.id) <= 0) return store.sms.postpone([{ sms_id, link: terms.id, not_before }]);
    let begun: Begun | null;
    this.#countBeginning(terms.id, 1);
    try {
      begun = await this.#begun(row, terms);
    } finally {
      this.#countBeginning(terms.id, -1);
    }
    if (!begun) return;
    const outcome = await pool.send(terms.id, begun.sms, begun.units);
    await this.#settled(row, begun.attempt, outcome, terms, carrier);
    this.tell();
    await this.#learn(number, outcome, carrier, known);
  }

  /** How many the link takes besides those that it is about to be handed. */
  #roomOn(link: string): number {
    return this.#parts.pool.capacity(link) - (this.#beginning.get(link) ?? 0);
  }

  #countBeginning(link: string, change: 1 | -1): void {
    this.#beginning.set(link, (this.#beginning.get(link) ?? 0) + change);
  }

  /** The link to send it over now; null when it went elsewhere, or waits for one. */
  async #linkFor(row: SmsRow): Promise<Route | null> {
    const { store, pool, clock } = this.#parts;
    const { sms_id, number } = row;
    const known = (await store.sms.routes([number])).get(number) ?? NOTHING_KNOWN;
    const candidates = pool.candidates({ to: number, template_id: templateOf(row) }, known);
    const able = candidates.filter(({ available }) => available);
    const chosen = able.find(({ link_id }) => link_id === row.link) ?? able[0];
    const terms = chosen ? pool.terms(chosen.link_id) : null;
    if (candidates.length === 0) return this.#drop(row, "failed", "no_route");
    if (!chosen || !terms) {
      const [later] = candidates; // it waits for the best of those that are down
      const not_before = clock.now() + RETRY_AFTER_MS;
      await store.sms.postpone([{ sms_id, link: later?.link_id ?? row.link, not_before }]);
      return null;
    }
    if (pool.held().includes(terms.id)) return { terms, carrier: chosen.carrier, known };
    await store.sms.postpone([{ sms_id, link: terms.id, not_before: row.not_before }]);
    return null;
  }

  /** What this worker, and no other, is to hand to the carrier now; null: nothing. */
  async #begun(row: SmsRow, terms: LinkTerms): Promise<Begun | null> {
    const { composer, limits, clock } = this.#parts;
    const { sms_id, kind, number, sender, fen_max } = row;
    const { id: link } = terms;
    const composed = await composer.compose(row, terms);
    if ("end" in composed) return this.#drop(row, composed.end.state, composed.end.reason);
    const { wording, extension } = composed;
    const { units, fen } = priceOf(wording.text, terms);
    if (fen_max !== null && fen > fen_max) return this.#drop(row, "failed", "price");
    const now = clock.now();
    const budgets = budgetsOf({ sender, units, fen, now }, terms, limits);
    const deadline = now + ANSWER_MS_MAX;
    const begun = await this.#begin.add({
      ...{ sms_id, link, units, fen, extension, budgets, now, deadline },
    });
    if (begun.outcome === "over") return this.#drop(row, "failed", reasonOf(begun.key));
    if (begun.outcome === "gone") return null;
    const sms = { to: number, extension, ...wording, valid_ms: VALID_MS[kind] };
    return { attempt: begun.attempt, sms, units };
  }

  async #settled(
    row: SmsRow,
    attempt: number,
    outcome: SmsOutcome,
    terms: LinkTerms,
    carrier: Served,
  ): Promise<void> {
    const { logger, clock } = this.#parts;
    const about = { sms_id: row.sms_id, attempt, now: clock.now() };
    if (outcome.outcome !== "refused") {
      if (outcome.outcome === "unknown")
        logger.warn("a carrier did not answer for an SMS", { link: terms.id });
      await this.#settle.add({ ...about, ...outcome });
      return;
    }
    const { refusal, code } = outcome;
    logger.warn("a carrier refused an SMS", { link: terms.id, code, kind: row.kind });
    const again = isRouteError(refusal) ? await this.#retry(row, attempt, refusal, terms.id, carrier) : null;
    await this.#settle.add({ ...about, outcome: "refused", reason: REASON_OF_REFUSAL[refusal], code, again });
  }

  /**
   * Another link, when this one is not the number's or cannot send; the same one as long as it has too much to do. Where
   * all others have said that the number is not theirs, it waits for the one that is down.
   */
  async #retry(row: SmsRow, attempt: number, refusal: SmsRefusal, link: string, carrier: Served) {
    const { store, pool, clock } = this.#parts;
    const now = clock.now();
    const not_mine = refusal === "not_mine";
    if (not_mine) await store.sms.learn([{ number: row.number, carrier, answer: "not_mine", at: now }]);
    if (attempt >= ATTEMPTS_MAX) return null;
    const known = (await store.sms.routes([row.number])).get(row.number) ?? NOTHING_KNOWN;
    const others = pool.candidates({ to: row.number, template_id: templateOf(row), tried: [link] }, known);
    const other = attempt === 1 || not_mine ? others.find(({ available }) => available) : null;
    if (other) return { link: other.link_id, not_before: now };
    const may_pass_later = refusal === "throttled" || refusal === "closed";
    const waits_for = may_pass_later ? link : not_mine ? others[0]?.link_id : undefined;
    if (waits_for === undefined) return null;
    return { link: waits_for, not_before: now + RETRY_AFTER_MS * 2 ** (attempt - 1) };
  }

  async #learn(number: string, outcome: SmsOutcome, carrier: Served, known: NumberRoute): Promise<void> {
    if (outcome.outcome !== "accepted" || known.refused.length === 0) return;
    const { store, clock } = this.#parts;
    await store.sms.learn([{ number, carrier, answer: "accepted", at: clock.now() }]);
  }

  async #drop({ sms_id }: SmsRow, state: "failed" | "cancelled", reason: SmsReason | null): Promise<null> {
    const { store, clock } = this.#parts;
    await store.sms.drop([{ sms_id, state, reason, now: clock.now() }]);
    this.tell();
    return null;
  }

  /** Rows have changed: their senders are told. */
  tell(): void {
    inBackground(this.#parts.logger, "telling what became of SMS", this.#parts.teller.settle());
  }
}
