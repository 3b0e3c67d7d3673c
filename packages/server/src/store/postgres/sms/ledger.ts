import type { SmsRow } from "../../sms/ledger.ts";
import {
  type BeginSms,
  type BegunSms,
  SMS_LEASE_MS_MAX,
  type SmsLedger,
  type SmsPartReport,
  type SmsSettlement,
} from "../../sms/ledger.ts";
import {
  begun,
  buffered,
  dropped,
  judged,
  type LedgerRow,
  overdue,
  queued,
  settled,
} from "../../sms/ledger-rules.ts";
import { arrayOf, columnsOf } from "../array-literal.ts";
import type { Database } from "../database.ts";
import { uuidOf } from "../ids.ts";
import type { Transaction } from "../transaction.ts";
import { BudgetRows } from "./budget-rows.ts";
import { LedgerRows, published, SELECTED, selectRows, toLedgerRow } from "./ledger-rows.ts";
import { PartRows } from "./part-rows.ts";

/** SKIP LOCKED: what another node claims at this moment is neither waited for nor taken twice. */
const CLAIM = `
  UPDATE sms SET leased_until = $4::bigint
  WHERE sms_id = ANY(ARRAY(
    SELECT sms_id FROM sms
    WHERE state = 'queued' AND not_before <= $1::bigint AND (link IS NULL OR link = ANY($2::text[]))
      AND (leased_until IS NULL OR leased_until <= $1::bigint OR leased_until > $3::bigint)
    ORDER BY not_before, sms_id LIMIT $5::integer FOR UPDATE SKIP LOCKED))
  RETURNING ${SELECTED}`;

export function postgresSmsLedger(database: Database): SmsLedger {
  /** One commit for all of them; of a row that several change, the last state is told. */
  async function each(
    work: (ledger: LedgerTransaction) => Promise<readonly (LedgerRow | null)[]>,
  ): Promise<SmsRow[]> {
    const changed = await database.transaction((transaction) => work(new LedgerTransaction(transaction)));
    const last = new Map(changed.filter((row) => row !== null).map((row) => [row.sms_id, row]));
    return [...last.values()].map(published);
  }
  const select = async (rest: string, ...parameters: unknown[]) => {
    const query = (text: string, ...values: unknown[]) => database.query(text, ...values);
    return (await selectRows({ query }, rest, ...parameters)).map(published);
  };

  return {
    open: (sms) =>
      database.transaction(async (transaction) => {
        const rows = new LedgerRows(transaction);
        // In the order of keys, so that no two who open the same wait for each other.
        const opened = new Map<string, SmsRow>();
        for (const one of sms.toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
          opened.set(one.key, published(await rows.open(queued(one))));
        }
        return sms.map(({ key }) => opened.get(key)!);
      }),
    async claim(links, limit, now, lease_ms) {
      const times = [now + SMS_LEASE_MS_MAX, now + lease_ms].map(String);
      const claimed = await database.query(CLAIM, String(now), arrayOf(links), ...times, String(limit));
      const rows = claimed.map(toLedgerRow);
      return rows.sort((a, b) => a.not_before - b.not_before || a.sms_id - b.sms_id).map(published);
    },
    begin: (attempts) =>
      database.transaction((transaction) => new LedgerTransaction(transaction).begin(attempts)),
    settle: async (results) => (results.length === 0 ? [] : each((ledger) => ledger.settle(results))),
    report: async (reports) => (reports.length === 0 ? [] : each((ledger) => ledger.report(reports))),
    async overdue(now) {
      const late = await select(
        "WHERE (state = 'begun' AND deadline <= $1::bigint) OR (state = 'queued' AND expires_at <= $1::bigint) ORDER BY state, sms_id",
        String(now),
      );
      if (late.length === 0) return [];
      return each((ledger) => ledger.change(late, (row) => overdue(row, now)));
    },
    drop: async (ends) =>
      ends.length === 0 ? [] : each((ledger) => ledger.change(ends, (row, end) => dropped(row, end))),
    async postpone(later) {
      if (later.length === 0) return;
      await each((ledger) =>
        ledger.change(later, (row, { link, not_before }) =>
          row.state === "queued" ? { ...row, link, not_before } : null,
        ),
      );
    },
    byId: async (sms_id) => (await select("WHERE sms_id = $1::bigint", String(sms_id)))[0] ?? null,
    byKey: async (key) => (await select("WHERE key = $1", key))[0] ?? null,
    ofMessage: (conversation_id, seq) =>
      select(
        "WHERE conversation_id = $1::uuid AND seq = $2::integer ORDER BY sms_id",
        ...[uuidOf(conversation_id), String(seq)],
      ),
    untold: (limit) =>
      select(
        "WHERE sender IS NOT NULL AND told_revision < revision ORDER BY sms_id LIMIT $1::integer",
        String(limit),
      ),
    async told(told) {
      if (told.length === 0) return;
      await database.query(
        `UPDATE sms SET told_revision = greatest(told_revision, told)
         FROM unnest($1::bigint[], $2::integer[]) AS told_of (id, told) WHERE sms_id = id`,
        ...columnsOf(told.map(({ sms_id, revision }) => [sms_id, revision])),
      );
    },
    async spent(keys) {
      const rows = await database.query<{ key: string; used: string }>(
        "SELECT key, used FROM sms_budget WHERE key = ANY($1::text[])",
        arrayOf(keys),
      );
      const used = new Map(rows.map((row) => [row.key, Number(row.used)]));
      return keys.map((key) => used.get(key) ?? 0);
    },
  };
}

/** What one commit does to the ledger: locks first, then the pure rules, one item after the other. */
class LedgerTransaction {
  readonly #rows: LedgerRows;
  readonly #parts: PartRows;
  readonly #budgets: BudgetRows;

  constructor(transaction: Transaction) {
    this.#rows = new LedgerRows(transaction);
    this.#parts = new PartRows(transaction);
    this.#budgets = new BudgetRows(transaction);
  }

  async begin(attempts: readonly BeginSms[]): Promise<BegunSms[]> {
    if (attempts.length === 0) return [];
    const { now } = attempts[0]!;
    await this.#rows.lock(attempts.map(({ sms_id }) => sms_id));
    await this.#budgets.lock(
      attempts.flatMap(({ budgets }) => budgets.map(({ key }) => key)),
      now,
    );
    const answers: BegunSms[] = [];
    for (const attempt of attempts) answers.push(await this.#begin(attempt));
    this.#budgets.save(now);
    return answers;
  }

  async settle(results: readonly SmsSettlement[]): Promise<(LedgerRow | null)[]> {
    const sms_ids = results.map(({ sms_id }) => sms_id);
    const known = await this.#rows.select("WHERE sms_id = ANY($1::bigint[])", arrayOf(sms_ids));
    await this.#parts.lockNumbers(known.map(({ number }) => number));
    await this.#rows.lock(sms_ids);
    const { now } = results[0]!;
    const taken = known.flatMap((row) => row.taken.map(({ key }) => key));
    await this.#budgets.lock(taken, now);
    const changed: (LedgerRow | null)[] = [];
    for (const result of results) changed.push(await this.#settle(result));
    this.#budgets.save(now);
    return changed;
  }

  async report(reports: readonly SmsPartReport[]): Promise<(LedgerRow | null)[]> {
    await this.#parts.lockNumbers(reports.map(({ number }) => number));
    const changed: (LedgerRow | null)[] = [];
    for (const said of reports) changed.push(await this.#report(said));
    return changed;
  }

  /** Applies a rule to each row, as it is under its lock. */
  async change<Item extends { sms_id: number }>(
    items: readonly Item[],
    rule: (row: LedgerRow, item: Item) => LedgerRow | null,
  ): Promise<(LedgerRow | null)[]> {
    await this.#rows.lock(items.map(({ sms_id }) => sms_id));
    const changed: (LedgerRow | null)[] = [];
    for (const item of items) {
      const row = await this.#rows.byId(item.sms_id);
      changed.push(this.#saved(row && rule(row, item)));
    }
    return changed;
  }

  async #begin(attempt: BeginSms): Promise<BegunSms> {
    const row = await this.#rows.byId(attempt.sms_id);
    if (row?.state !== "queued") return { outcome: "gone" };
    const over = this.#budgets.take(attempt.budgets);
    if (over !== null) return { outcome: "over", key: over };
    return { outcome: "begun", attempt: this.#rows.save(begun(row, attempt)).attempt };
  }

  async #settle(result: SmsSettlement): Promise<LedgerRow | null> {
    const row = await this.#rows.byId(result.sms_id);
    const next = row && settled(row, result);
    if (!next) return null;
    if (result.outcome === "refused") this.#budgets.giveBack(row.taken);
    this.#rows.save(next);
    if (result.outcome === "refused" || row.link === null) return next;
    this.#parts.add(row, row.link, result.carrier_message_ids);
    for (const { came_at, ...early } of await this.#parts.takeEarly(row.number, row.link)) {
      await this.#report({ ...early, now: Math.max(came_at, result.now) });
    }
    return this.#rows.byId(row.sms_id);
  }

  async #report(said: SmsPartReport): Promise<LedgerRow | null> {
    const part = await this.#parts.find(said);
    if (!part) {
      this.#parts.keep(said);
      return null;
    }
    const sms_id = Number(part.sms_id);
    await this.#rows.lock([sms_id]);
    const row = (await this.#rows.byId(sms_id))!;
    if (said.state === "buffered") return this.#saved(buffered(row, said.now, said.code));
    if (!this.#parts.join(part, said)) return null;
    return this.#saved(judged(row, await this.#parts.of(sms_id), said.now));
  }

  #saved(row: LedgerRow | null): LedgerRow | null {
    return row && this.#rows.save(row);
  }
}
