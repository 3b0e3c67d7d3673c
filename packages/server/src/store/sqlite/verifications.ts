import type { Database } from "bun:sqlite";
import type { VerificationId } from "@feiliao/protocol";
import type {
  Conversion,
  KeyedConversion,
  StartedVerification,
  StartVerification,
  Verification,
  VerificationStore,
} from "../verification-store.ts";
import type { OutboxRows } from "./outbox.ts";
import type { SqliteWriter } from "./writer.ts";

interface CodeRow {
  code_of: VerificationId;
  expires_at: number;
  sendings: number;
  next_sending_at: number;
  tries_left: number;
}

type CodeValues = [string, string, string, string | null, number, number, number, number, number];

/** Codes stay for the conversion breaker's window, then go. */
const KEPT_MS = 24 * 3_600_000;

export function sqliteVerifications(
  database: Database,
  outbox: OutboxRows,
  writer: SqliteWriter,
): VerificationStore {
  const queries = verificationQueries(database);

  function start(intent: StartVerification): StartedVerification {
    const { now, number, verification_id } = intent;
    queries.expire.run(now);
    queries.expireCodes.run(now - KEPT_MS);
    const valid = queries.validCode.get(number, now);
    if (valid && now < valid.next_sending_at) {
      return { outcome: "too_soon", retry_after_ms: valid.next_sending_at - now };
    }
    const sendings = (valid?.sendings ?? 0) + 1;
    const pause_ms = intent.resend_after_ms[Math.min(sendings, intent.resend_after_ms.length) - 1]!;
    const expires_at = valid?.expires_at ?? now + intent.lifetime_ms;
    const code_of = valid?.code_of ?? verification_id;
    if (valid) queries.sendAgain.run(sendings, now + pause_ms, code_of);
    else {
      queries.insertCode.run(
        code_of,
        number,
        intent.number_block,
        intent.network,
        now,
        expires_at,
        1,
        now + pause_ms,
        intent.tries,
      );
    }
    queries.insert.run(verification_id, number, code_of, expires_at);
    outbox.queue({ kind: "code_sms", verification_id: code_of, number, locale: intent.locale });
    return { outcome: "sent", retry_after_ms: pause_ms };
  }

  return {
    start: (intent) => writer.write(() => start(intent)),
    attempt: (code_of) => writer.write(() => queries.attempt.get(code_of)),
    refund: (code_of) => writer.write(() => void queries.refund.run(code_of)),
    claim: ({ verification_id, code_of }, now) =>
      writer.write(() => queries.claim.run(verification_id, now, code_of, verification_id).changes > 0),
    async nextSendingAt(number, now) {
      return queries.validCode.get(number, now)?.next_sending_at ?? 0;
    },
    async byId(verification_id, now) {
      return queries.byId.get(verification_id, now);
    },
    async conversion(scope, { since, settled_before, sample_max }) {
      const key = scope.kind === "all" ? null : scope.key;
      return queries.conversion[scope.kind].get(settled_before, key, since, sample_max)!;
    },
    async busiest(kind, { since, settled_before }, limit) {
      return queries.busiest[kind].all(settled_before, since, limit);
    },
  };
}

function verificationQueries(database: Database) {
  return {
    validCode: database.query<CodeRow, [string, number]>(
      "SELECT * FROM code WHERE number = ? AND expires_at > ? AND entered_at IS NULL",
    ),
    insertCode: database.query<unknown, CodeValues>(
      `INSERT INTO code (code_of, number, number_block, network, sent_at, expires_at, sendings, next_sending_at, tries_left)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    sendAgain: database.query<unknown, [number, number, string]>(
      "UPDATE code SET sendings = ?, next_sending_at = ? WHERE code_of = ?",
    ),
    insert: database.query<unknown, [string, string, string, number]>(
      "INSERT INTO verification (id, number, code_of, expires_at) VALUES (?, ?, ?, ?)",
    ),
    byId: database.query<Verification, [string, number]>(
      `SELECT id AS verification_id, number, code_of, expires_at FROM verification
       WHERE id = ? AND expires_at > ?`,
    ),
    attempt: database.query<{ tries_left: number }, [string]>(
      "UPDATE code SET tries_left = tries_left - 1 WHERE code_of = ? AND tries_left > 0 RETURNING tries_left",
    ),
    refund: database.query<unknown, [string]>(
      "UPDATE code SET tries_left = tries_left + 1 WHERE code_of = ?",
    ),
    claim: database.query<unknown, [string, number, string, string]>(
      `UPDATE code SET entered_by = ?, entered_at = coalesce(entered_at, ?)
       WHERE code_of = ? AND (entered_by IS NULL OR entered_by = ?)`,
    ),
    conversion: {
      block: conversionOf(database, "number_block = ?2"),
      network: conversionOf(database, "network = ?2"),
      all: conversionOf(database, "?2 IS NULL"),
    },
    busiest: { block: busiestOf(database, "number_block"), network: busiestOf(database, "network") },
    expire: database.query<unknown, [number]>("DELETE FROM verification WHERE expires_at <= ?"),
    expireCodes: database.query<unknown, [number]>("DELETE FROM code WHERE sent_at <= ?"),
  };
}

const COUNTS = `count(*) AS sent, count(entered_at) AS entered,
  coalesce(sum(entered_at IS NOT NULL OR sent_at <= ?1), 0) AS settled`;

function conversionOf(database: Database, scope: string) {
  return database.query<Conversion, [number, string | null, number, number]>(
    `SELECT ${COUNTS} FROM (SELECT sent_at, entered_at FROM code
       WHERE ${scope} AND sent_at > ?3 AND sendings > 0 ORDER BY sent_at DESC LIMIT ?4)`,
  );
}

function busiestOf(database: Database, column: "number_block" | "network") {
  return database.query<KeyedConversion, [number, number, number]>(
    `SELECT ${column} AS key, ${COUNTS} FROM code WHERE ${column} IS NOT NULL AND sent_at > ?2 AND sendings > 0
     GROUP BY ${column} ORDER BY sent DESC, key LIMIT ?3`,
  );
}
