import type { Database } from "bun:sqlite";
import type { ConversationId } from "@feiliao/protocol";
import type { HeldSms, OptOut, SmsQuestion, SmsThreads } from "../../sms/threads.ts";
import type { SqliteWriter } from "../writer.ts";

type QuestionRow = Omit<SmsQuestion, "choices"> & { choices: string };
type HeldRow = Omit<HeldSms, "incomplete"> & { incomplete: number };
type OptOutRow = Omit<OptOut, "out" | "evidence"> & { out: number; evidence: string };

/** Incoming SMS: those dealt with, those that wait for an answer of their handset, and the words that end it all. */
export function sqliteSmsQuestions(
  database: Database,
  writer: SqliteWriter,
): Omit<SmsThreads, "useThread" | "thread" | "threadByExtension" | "threadsOf"> {
  const queries = questionQueries(database);

  function hold({ number, our_number, choices, expires_at }: SmsQuestion, sms: HeldSms, now: number) {
    const asked = queries.question.get(number, our_number, now);
    if (!asked) queries.ask.run(number, our_number, JSON.stringify(choices), expires_at);
    queries.hold.run(number, our_number, sms.client_id, sms.text, sms.incomplete ? 1 : 0, sms.at);
    return { asked_now: !asked };
  }

  return {
    isSeen: async (key) => queries.seen.get(key) !== null,
    see: (key, now) => writer.write(() => void queries.see.run(key, now)),
    hold: (question, sms, now) => writer.write(() => hold(question, sms, now)),
    question: async (number, our_number, now) => toQuestion(queries.question.get(number, our_number, now)),
    held: async (number, our_number) =>
      queries.held.all(number, our_number).map((row) => ({ ...row, incomplete: row.incomplete === 1 })),
    closeQuestion: (number, our_number) =>
      writer.write(() => {
        queries.close.run(number, our_number);
        queries.letGo.run(number, our_number);
      }),
    expiredQuestions: async (now, limit) => queries.expired.all(now, limit).map((row) => toQuestion(row)!),
    setOptOut: ({ number, out, at, evidence }) =>
      writer.write(() => void queries.setOptOut.run(number, out ? 1 : 0, at, JSON.stringify(evidence))),
    optedOut: async (numbers) => new Set(numbers.filter((number) => queries.optOut.get(number)?.out === 1)),
    async optOut(number) {
      const row = queries.optOut.get(number);
      return row && { ...row, out: row.out === 1, evidence: JSON.parse(row.evidence) as OptOut["evidence"] };
    },
  };
}

function toQuestion(row: QuestionRow | null): SmsQuestion | null {
  return row && { ...row, choices: JSON.parse(row.choices) as ConversationId[] };
}

function questionQueries(database: Database) {
  return {
    seen: database.query<unknown, [string]>("SELECT 1 FROM sms_seen WHERE key = ?"),
    see: database.query<unknown, [string, number]>(
      "INSERT OR IGNORE INTO sms_seen (key, seen_at) VALUES (?, ?)",
    ),
    question: database.query<QuestionRow, [string, string, number]>(
      "SELECT * FROM sms_question WHERE number = ? AND our_number = ? AND expires_at > ?",
    ),
    ask: database.query<unknown, [string, string, string, number]>(
      "INSERT OR REPLACE INTO sms_question (number, our_number, choices, expires_at) VALUES (?, ?, ?, ?)",
    ),
    close: database.query<unknown, [string, string]>(
      "DELETE FROM sms_question WHERE number = ? AND our_number = ?",
    ),
    expired: database.query<QuestionRow, [number, number]>(
      "SELECT * FROM sms_question WHERE expires_at <= ? ORDER BY expires_at LIMIT ?",
    ),
    hold: database.query<unknown, [string, string, string, string, number, number]>(
      `INSERT OR IGNORE INTO sms_held (number, our_number, client_id, text, incomplete, at) VALUES (?, ?, ?, ?, ?, ?)`,
    ),
    held: database.query<HeldRow, [string, string]>(
      "SELECT client_id, text, incomplete, at FROM sms_held WHERE number = ? AND our_number = ? ORDER BY no",
    ),
    letGo: database.query<unknown, [string, string]>(
      "DELETE FROM sms_held WHERE number = ? AND our_number = ?",
    ),
    setOptOut: database.query<unknown, [string, number, number, string]>(
      "INSERT INTO sms_opt_out (number, out, at, evidence) VALUES (?, ?, ?, ?)",
    ),
    optOut: database.query<OptOutRow, [string]>(
      "SELECT number, out, at, evidence FROM sms_opt_out WHERE number = ? ORDER BY no DESC LIMIT 1",
    ),
  };
}
