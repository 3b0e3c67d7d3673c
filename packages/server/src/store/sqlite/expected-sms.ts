import type { Database } from "bun:sqlite";
import type { VerificationId } from "@feiliao/protocol";
import type { ArrivedSms, ExpectedSms, ExpectedSmsStore } from "../expected-sms-store.ts";
import type { SqliteWriter } from "./writer.ts";

type ExpectedValues = [string, string, string, Uint8Array, number];
type CodeValues = [string, string, number, number, number];

export function sqliteExpectedSms(database: Database, writer: SqliteWriter): ExpectedSmsStore {
  const queries = expectedQueries(database);

  function arrive({ number, digits, now, lifetime_ms, tries }: ArrivedSms): boolean {
    const expected = queries.awaited.get(number, digits, now);
    if (!expected) return false;
    if (expected.arrived_at !== null) return true;
    const { verification_id } = expected;
    const expires_at = now + lifetime_ms;
    queries.arrive.run(now, expires_at, verification_id);
    queries.code.run(verification_id, number, now, expires_at, tries);
    queries.verification.run(verification_id, number, verification_id, expires_at);
    return true;
  }

  return {
    expect: ({ verification_id, number, digits, secret_hash, expires_at }, now) =>
      writer.write(() => {
        queries.expire.run(now);
        queries.expect.run(verification_id, number, digits, secret_hash, expires_at);
      }),
    byId: async (verification_id, now) => queries.byId.get(verification_id, now),
    arrive: (sms) => writer.write(() => arrive(sms)),
  };
}

function expectedQueries(database: Database) {
  return {
    byId: database.query<ExpectedSms, [VerificationId, number]>(
      "SELECT * FROM expected_sms WHERE verification_id = ? AND expires_at > ?",
    ),
    awaited: database.query<ExpectedSms, [string, string, number]>(
      "SELECT * FROM expected_sms WHERE number = ? AND digits = ? AND expires_at > ? ORDER BY arrived_at LIMIT 1",
    ),
    expect: database.query<unknown, ExpectedValues>(
      "INSERT INTO expected_sms (verification_id, number, digits, secret_hash, expires_at) VALUES (?, ?, ?, ?, ?)",
    ),
    arrive: database.query<unknown, [number, number, string]>(
      "UPDATE expected_sms SET arrived_at = ?, expires_at = ? WHERE verification_id = ?",
    ),
    // Never sent, and the verification's own: no resend repeats it, and no count of codes knows it.
    code: database.query<unknown, CodeValues>(
      `INSERT INTO code (code_of, number, number_block, sent_at, expires_at, sendings, next_sending_at, tries_left,
         entered_by, entered_at) VALUES (?1, ?2, '', ?3, ?4, 0, 0, ?5, ?1, ?3)`,
    ),
    verification: database.query<unknown, [string, string, string, number]>(
      "INSERT INTO verification (id, number, code_of, expires_at) VALUES (?, ?, ?, ?)",
    ),
    expire: database.query<unknown, [number]>("DELETE FROM expected_sms WHERE expires_at <= ?"),
  };
}
