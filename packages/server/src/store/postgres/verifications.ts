import type { VerificationId } from "@feiliao/protocol";
import type {
  Conversion,
  KeyedConversion,
  StartedVerification,
  StartVerification,
  VerificationStore,
} from "../verification-store.ts";
import type { Database } from "./database.ts";
import { idOf, isId, uuidOf } from "./ids.ts";
import type { OutboxRows } from "./outbox.ts";
import type { Transaction } from "./transaction.ts";

type CodeRow = { code_of: string; expires_at: string; sendings: number; next_sending_at: string };

/** Codes stay for the conversion breaker's window, then go. */
const KEPT_MS = 24 * 3_600_000;

const VALID_CODE = `
  SELECT code_of, expires_at, sendings, next_sending_at FROM code
  WHERE number = $1 AND expires_at > $2::bigint AND entered_at IS NULL`;

/** SKIP LOCKED: what others delete or use at this moment is left to the next sweep. */
const SWEEP_VERIFICATIONS = `
  DELETE FROM verification WHERE verification_id = ANY(ARRAY(
    SELECT verification_id FROM verification WHERE expires_at <= $1::bigint LIMIT 100 FOR UPDATE SKIP LOCKED))`;
const SWEEP_CODES = `
  DELETE FROM code WHERE code_of = ANY(ARRAY(
    SELECT code_of FROM code WHERE sent_at <= $1::bigint LIMIT 100 FOR UPDATE SKIP LOCKED))`;

const COUNTS = `
  count(*)::integer AS sent, count(entered_at)::integer AS entered,
  (count(*) FILTER (WHERE entered_at IS NOT NULL OR sent_at <= $1::bigint))::integer AS settled`;
const COLUMNS = { block: "number_block", network: "network" } as const;
const CONVERSION = {
  block: conversionOf(`${COLUMNS.block} = $4 AND`),
  network: conversionOf(`${COLUMNS.network} = $4 AND`),
  all: conversionOf(""),
};

function conversionOf(scope: string): string {
  return `SELECT ${COUNTS} FROM (SELECT sent_at, entered_at FROM code
    WHERE ${scope} sent_at > $2::bigint AND sendings > 0 ORDER BY sent_at DESC LIMIT $3::integer) AS newest`;
}

function busiestBy(column: string): string {
  return `SELECT ${column} AS key, ${COUNTS} FROM code WHERE ${column} IS NOT NULL AND sent_at > $2::bigint AND sendings > 0
    GROUP BY ${column} ORDER BY sent DESC, key LIMIT $3::integer`;
}

export function postgresVerifications(database: Database, outbox: OutboxRows): VerificationStore {
  async function start(transaction: Transaction, intent: StartVerification): Promise<StartedVerification> {
    const { now, number, verification_id, locale } = intent;
    transaction.write(SWEEP_VERIFICATIONS, String(now));
    transaction.write(SWEEP_CODES, String(now - KEPT_MS));
    // Two callers for one number at once: the second finds the first one's code.
    transaction.write("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", number);
    const [valid] = await transaction.query<CodeRow>(VALID_CODE, number, String(now));
    if (valid && now < Number(valid.next_sending_at)) {
      const retry_after_ms = Number(valid.next_sending_at) - now;
      const [own] = await transaction.query(
        "SELECT FROM verification WHERE verification_id = $1::uuid",
        uuidOf(verification_id),
      );
      // A commit of unknown outcome did happen: this caller's code is on its way.
      return { outcome: own ? "sent" : "too_soon", retry_after_ms };
    }
    const sendings = (valid?.sendings ?? 0) + 1;
    const pause_ms = intent.resend_after_ms[Math.min(sendings, intent.resend_after_ms.length) - 1]!;
    const expires_at = valid?.expires_at ?? String(now + intent.lifetime_ms);
    const code_of = valid?.code_of ?? uuidOf(verification_id);
    const next_sending_at = String(now + pause_ms);
    if (valid) {
      transaction.write(
        "UPDATE code SET sendings = $2::integer, next_sending_at = $3::bigint WHERE code_of = $1::uuid",
        code_of,
        String(sendings),
        next_sending_at,
      );
    } else {
      transaction.write(
        `INSERT INTO code (code_of, number, number_block, network, sent_at, expires_at, sendings, next_sending_at, tries_left)
         VALUES ($1::uuid, $2, $3, $4, $5::bigint, $6::bigint, 1, $7::bigint, $8::integer)`,
        ...[
          code_of,
          number,
          intent.number_block,
          intent.network,
          String(now),
          expires_at,
          next_sending_at,
          String(intent.tries),
        ],
      );
    }
    transaction.write(
      "INSERT INTO verification (verification_id, number, code_of, expires_at) VALUES ($1::uuid, $2, $3::uuid, $4::bigint)",
      ...[uuidOf(verification_id), number, code_of, expires_at],
    );
    const verification = idOf<VerificationId>("verification", code_of);
    outbox.queue(transaction, [
      { cause: code_of, effect: { kind: "code_sms", verification_id: verification, number, locale } },
    ]);
    return { outcome: "sent", retry_after_ms: pause_ms };
  }

  return {
    start: (intent) => database.transaction((transaction) => start(transaction, intent)),
    async attempt(code_of) {
      const [left] = await database.query<{ tries_left: number }>(
        `UPDATE code SET tries_left = tries_left - 1 WHERE code_of = $1::uuid AND tries_left > 0
         RETURNING tries_left`,
        uuidOf(code_of),
      );
      return left ?? null;
    },
    async refund(code_of) {
      await database.query(
        "UPDATE code SET tries_left = tries_left + 1 WHERE code_of = $1::uuid",
        uuidOf(code_of),
      );
    },
    async claim({ verification_id, code_of }, now) {
      const claimed = await database.change(
        `UPDATE code SET entered_by = $1::uuid, entered_at = coalesce(entered_at, $2::bigint)
         WHERE code_of = $3::uuid AND (entered_by IS NULL OR entered_by = $1::uuid)`,
        ...[uuidOf(verification_id), String(now), uuidOf(code_of)],
      );
      return claimed > 0;
    },
    async nextSendingAt(number, now) {
      const [valid] = await database.query<CodeRow>(VALID_CODE, number, String(now));
      return Number(valid?.next_sending_at ?? 0);
    },
    async byId(verification_id, now) {
      if (!isId(verification_id)) return null;
      const [row] = await database.query<{ number: string; code_of: string; expires_at: string }>(
        `SELECT number, code_of, expires_at FROM verification
         WHERE verification_id = $1::uuid AND expires_at > $2::bigint`,
        ...[uuidOf(verification_id), String(now)],
      );
      if (!row) return null;
      const { number, expires_at } = row;
      const code_of = idOf<VerificationId>("verification", row.code_of);
      return { verification_id, number, code_of, expires_at: Number(expires_at) };
    },
    async conversion(scope, { since, settled_before, sample_max }) {
      const window = [String(settled_before), String(since), String(sample_max)];
      const keys = scope.kind === "all" ? [] : [scope.key];
      const [counted] = await database.query<Conversion>(CONVERSION[scope.kind], ...window, ...keys);
      return counted!;
    },
    busiest(kind, { since, settled_before }, limit) {
      const values = [String(settled_before), String(since), String(limit)];
      return database.query<KeyedConversion>(busiestBy(COLUMNS[kind]), ...values);
    },
  };
}
