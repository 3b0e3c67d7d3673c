import type { Database } from "bun:sqlite";
import type { ConversationId } from "@feiliao/protocol";
import {
  type BeginSms,
  type BegunSms,
  type NewSms,
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
import type { SqliteWriter } from "../writer.ts";
import type { BudgetRows } from "./budget-rows.ts";
import { type LedgerRows, published } from "./ledger-rows.ts";
import type { PartRows } from "./part-rows.ts";

interface Parts {
  database: Database;
  rows: LedgerRows;
  budgets: BudgetRows;
  parts: PartRows;
}

/** Queued, due, for one of the links (a JSON array) or for none, and not leased. */
const CLAIMABLE = `state = 'queued' AND not_before <= ?1 AND (link IS NULL OR link IN (SELECT value FROM json_each(?2)))
  AND (leased_until IS NULL OR leased_until <= ?1 OR leased_until > ?3)`;

export function sqliteSmsLedger({ database, rows, budgets, parts }: Parts, writer: SqliteWriter): SmsLedger {
  const isDue = rows.select(`WHERE ${CLAIMABLE} LIMIT 1`);
  const claim = rows.change(
    `SET leased_until = ?4 WHERE sms_id IN
       (SELECT sms_id FROM sms WHERE ${CLAIMABLE} ORDER BY not_before, sms_id LIMIT ?5)`,
  );
  const late = [
    rows.select("WHERE state = 'begun' AND deadline <= ?"),
    rows.select("WHERE state = 'queued' AND expires_at <= ?"),
  ];
  const ofMessage = rows.select("WHERE conversation_id = ? AND seq = ? ORDER BY sms_id");
  const untold = rows.select("WHERE sender IS NOT NULL AND told_revision < revision ORDER BY sms_id LIMIT ?");
  const setTold = database.query<unknown, [number, number]>(
    "UPDATE sms SET told_revision = max(told_revision, ?) WHERE sms_id = ?",
  );

  function open(sms: NewSms): LedgerRow {
    return rows.byKey(sms.key) ?? rows.insert(queued(sms));
  }

  function begin(attempt: BeginSms): BegunSms {
    const row = rows.byId(attempt.sms_id);
    if (row?.state !== "queued") return { outcome: "gone" };
    const over = budgets.take(attempt.budgets, attempt.now);
    if (over !== null) return { outcome: "over", key: over };
    return { outcome: "begun", attempt: rows.save(begun(row, attempt)).attempt };
  }

  function settle(result: SmsSettlement): LedgerRow | null {
    const row = rows.byId(result.sms_id);
    const next = row && settled(row, result);
    if (!next) return null;
    if (result.outcome === "refused") budgets.giveBack(row.taken);
    rows.save(next);
    if (result.outcome === "refused" || row.link === null) return next;
    parts.add(row, row.link, result.carrier_message_ids);
    for (const { no: _, came_at, ...early } of parts.takeEarly(row.number, row.link)) {
      report({ ...early, now: Math.max(came_at, result.now) });
    }
    return rows.byId(row.sms_id);
  }

  function report(said: SmsPartReport): LedgerRow | null {
    const part = parts.find(said);
    if (!part) {
      parts.keep(said);
      return null;
    }
    const row = rows.byId(part.sms_id)!;
    if (said.state === "buffered") return saved(buffered(row, said.now, said.code));
    return parts.join(part, said) ? saved(judged(row, parts.of(row.sms_id), said.now)) : null;
  }

  function saved(row: LedgerRow | null): LedgerRow | null {
    return row && rows.save(row);
  }

  /** One commit for all of them; of a row that several change, the last state is told. */
  async function each<Item>(items: readonly Item[], apply: (item: Item) => LedgerRow | null) {
    if (items.length === 0) return [];
    const changed = await writer.write(() => items.map(apply));
    const last = new Map(changed.filter((row) => row !== null).map((row) => [row.sms_id, row]));
    return [...last.values()].map(published);
  }

  return {
    open: (sms) => writer.write(() => sms.map(open).map(published)),
    async claim(links, limit, now, lease_ms) {
      const names = JSON.stringify(links);
      const horizon = now + SMS_LEASE_MS_MAX;
      if (isDue(now, names, horizon).length === 0) return []; // most polls: nothing is written for them
      const claimed = await writer.write(() => claim(now, names, horizon, now + lease_ms, limit));
      return claimed.sort((a, b) => a.not_before - b.not_before || a.sms_id - b.sms_id).map(published);
    },
    begin: (attempts) => writer.write(() => attempts.map(begin)),
    settle: (results) => each(results, settle),
    report: (reports) => each(reports, report),
    overdue: async (now) =>
      each(
        late.flatMap((select) => select(now)),
        ({ sms_id }) => saved(overdue(rows.byId(sms_id)!, now)),
      ),
    drop: (ends) =>
      each(ends, (end) => {
        const row = rows.byId(end.sms_id);
        return saved(row && dropped(row, end));
      }),
    async postpone(later) {
      await each(later, ({ sms_id, link, not_before }) => {
        const row = rows.byId(sms_id);
        return saved(row?.state === "queued" ? { ...row, link, not_before } : null);
      });
    },
    async byId(sms_id) {
      const row = rows.byId(sms_id);
      return row && published(row);
    },
    async byKey(key) {
      const row = rows.byKey(key);
      return row && published(row);
    },
    ofMessage: async (conversation_id: ConversationId, seq) => ofMessage(conversation_id, seq).map(published),
    untold: async (limit) => untold(limit).map(published),
    told: (told) =>
      writer.write(() => {
        for (const { sms_id, revision } of told) setTold.run(revision, sms_id);
      }),
    spent: async (keys) => keys.map((key) => budgets.spent(key)),
  };
}
