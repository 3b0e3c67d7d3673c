import type { VerificationId } from "@feiliao/protocol";
import type { ArrivedSms, ExpectedSms, ExpectedSmsStore } from "../expected-sms-store.ts";
import type { Database } from "./database.ts";
import { idOf, isId, uuidOf } from "./ids.ts";
import type { Transaction } from "./transaction.ts";

type ExpectedRow = {
  verification_id: string;
  number: string;
  digits: string;
  secret_hash: Buffer;
  expires_at: string;
  arrived_at: string | null;
};

/** SKIP LOCKED: what others delete at this moment is left to the next sweep. */
const SWEEP = `
  DELETE FROM expected_sms WHERE verification_id = ANY(ARRAY(
    SELECT verification_id FROM expected_sms WHERE expires_at <= $1::bigint LIMIT 100 FOR UPDATE SKIP LOCKED))`;

export function postgresExpectedSms(database: Database): ExpectedSmsStore {
  async function arrive(transaction: Transaction, sms: ArrivedSms): Promise<boolean> {
    const { number, digits, now, lifetime_ms, tries } = sms;
    const [row] = await transaction.query<ExpectedRow>(
      `SELECT * FROM expected_sms WHERE number = $1 AND digits = $2 AND expires_at > $3::bigint
       ORDER BY arrived_at NULLS FIRST LIMIT 1 FOR UPDATE`,
      ...[number, digits, String(now)],
    );
    if (!row) return false;
    if (row.arrived_at !== null) return true;
    const { verification_id } = row;
    const expires_at = String(now + lifetime_ms);
    transaction.write(
      "UPDATE expected_sms SET arrived_at = $2::bigint, expires_at = $3::bigint WHERE verification_id = $1::uuid",
      ...[verification_id, String(now), expires_at],
    );
    // Never sent, and the verification's own: no resend repeats it, and no count of codes knows it.
    transaction.write(
      `INSERT INTO code (code_of, number, number_block, sent_at, expires_at, sendings, next_sending_at, tries_left,
         entered_by, entered_at)
       VALUES ($1::uuid, $2, '', $3::bigint, $4::bigint, 0, 0, $5::integer, $1::uuid, $3::bigint)`,
      ...[verification_id, number, String(now), expires_at, String(tries)],
    );
    transaction.write(
      "INSERT INTO verification (verification_id, number, code_of, expires_at) VALUES ($1::uuid, $2, $1::uuid, $3::bigint)",
      ...[verification_id, number, expires_at],
    );
    return true;
  }

  return {
    async expect({ verification_id, number, digits, secret_hash, expires_at }, now) {
      await database.query(SWEEP, String(now));
      await database.query(
        `INSERT INTO expected_sms (verification_id, number, digits, secret_hash, expires_at)
         VALUES ($1::uuid, $2, $3, $4, $5::bigint) ON CONFLICT DO NOTHING`,
        ...[uuidOf(verification_id), number, digits, secret_hash, String(expires_at)],
      );
    },
    async byId(verification_id, now) {
      if (!isId(verification_id)) return null;
      const [row] = await database.query<ExpectedRow>(
        "SELECT * FROM expected_sms WHERE verification_id = $1::uuid AND expires_at > $2::bigint",
        ...[uuidOf(verification_id), String(now)],
      );
      return row ? toExpected(row) : null;
    },
    arrive: (sms) => database.transaction((transaction) => arrive(transaction, sms)),
  };
}

function toExpected({ verification_id, expires_at, arrived_at, ...rest }: ExpectedRow): ExpectedSms {
  return {
    ...rest,
    verification_id: idOf<VerificationId>("verification", verification_id),
    expires_at: Number(expires_at),
    arrived_at: arrived_at === null ? null : Number(arrived_at),
  };
}
