import type { ConversationId } from "@feiliao/protocol";
import type { HeldSms, OptOut, SmsQuestion, SmsThreads } from "../../sms/threads.ts";
import { arrayOf } from "../array-literal.ts";
import type { Database } from "../database.ts";
import type { Transaction } from "../transaction.ts";

type QuestionRow = { number: string; our_number: string; choices: string; expires_at: string };
type HeldRow = { client_id: string; text: string; incomplete: boolean; at: string };
type OptOutRow = { number: string; out: boolean; at: string; evidence: string };

const ASK = `
  INSERT INTO sms_question AS asked (number, our_number, choices, expires_at) VALUES ($1, $2, $3, $4::bigint)
  ON CONFLICT (number, our_number) DO UPDATE SET choices = excluded.choices, expires_at = excluded.expires_at
    WHERE asked.expires_at <= $5::bigint
  RETURNING number`;
const HOLD = `
  INSERT INTO sms_held (number, our_number, client_id, text, incomplete, at) VALUES ($1, $2, $3, $4, $5::boolean, $6::bigint)
  ON CONFLICT DO NOTHING`;

/** Incoming SMS: those dealt with, those that wait for an answer of their handset, and the words that end it all. */
export function postgresSmsQuestions(
  database: Database,
): Omit<SmsThreads, "useThread" | "thread" | "threadByExtension" | "threadsOf"> {
  return {
    isSeen: async (key) => (await database.query("SELECT FROM sms_seen WHERE key = $1", key)).length > 0,
    async see(key, now) {
      await database.query(
        "INSERT INTO sms_seen (key, seen_at) VALUES ($1, $2::bigint) ON CONFLICT DO NOTHING",
        ...[key, String(now)],
      );
    },
    hold: (question, sms, now) =>
      database.transaction((transaction) => hold(transaction, question, sms, now)),
    async question(number, our_number, now) {
      const [row] = await database.query<QuestionRow>(
        "SELECT * FROM sms_question WHERE number = $1 AND our_number = $2 AND expires_at > $3::bigint",
        ...[number, our_number, String(now)],
      );
      return row ? toQuestion(row) : null;
    },
    async held(number, our_number) {
      const rows = await database.query<HeldRow>(
        "SELECT client_id, text, incomplete, at FROM sms_held WHERE number = $1 AND our_number = $2 ORDER BY no",
        ...[number, our_number],
      );
      return rows.map((row) => ({ ...row, at: Number(row.at) }));
    },
    closeQuestion: (number, our_number) =>
      database.transaction(async (transaction) => {
        for (const table of ["sms_question", "sms_held"]) {
          transaction.write(`DELETE FROM ${table} WHERE number = $1 AND our_number = $2`, number, our_number);
        }
      }),
    async expiredQuestions(now, limit) {
      const rows = await database.query<QuestionRow>(
        "SELECT * FROM sms_question WHERE expires_at <= $1::bigint ORDER BY expires_at LIMIT $2::integer",
        ...[now, limit].map(String),
      );
      return rows.map(toQuestion);
    },
    async setOptOut({ number, out, at, evidence }) {
      await database.query(
        `INSERT INTO sms_opt_out (number, "out", at, evidence) VALUES ($1, $2::boolean, $3::bigint, $4)`,
        ...[number, String(out), String(at), JSON.stringify(evidence)],
      );
    },
    async optedOut(numbers) {
      const rows = await database.query<{ number: string; out: boolean }>(
        `SELECT DISTINCT ON (number) number, "out" FROM sms_opt_out WHERE number = ANY($1::text[])
         ORDER BY number, no DESC`,
        arrayOf(numbers),
      );
      return new Set(rows.filter(({ out }) => out).map(({ number }) => number));
    },
    async optOut(number) {
      const [row] = await database.query<OptOutRow>(
        `SELECT number, "out", at, evidence FROM sms_opt_out WHERE number = $1 ORDER BY no DESC LIMIT 1`,
        number,
      );
      if (!row) return null;
      return { ...row, at: Number(row.at), evidence: JSON.parse(row.evidence) as OptOut["evidence"] };
    },
  };
}

async function hold(
  transaction: Transaction,
  { number, our_number, choices, expires_at }: SmsQuestion,
  sms: HeldSms,
  now: number,
): Promise<{ asked_now: boolean }> {
  const question = [number, our_number, JSON.stringify(choices), String(expires_at), String(now)];
  const asked = await transaction.query(ASK, ...question);
  const held = [sms.client_id, sms.text, String(sms.incomplete), String(sms.at)];
  transaction.write(HOLD, number, our_number, ...held);
  return { asked_now: asked.length > 0 };
}

function toQuestion(row: QuestionRow): SmsQuestion {
  return { ...row, choices: JSON.parse(row.choices) as ConversationId[], expires_at: Number(row.expires_at) };
}
