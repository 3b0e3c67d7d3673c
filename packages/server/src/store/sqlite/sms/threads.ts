import type { Database } from "bun:sqlite";
import type { ConversationId } from "@feiliao/protocol";
import { freeExtension, THREAD_RECENT_MS } from "../../sms/extensions.ts";
import type { SmsThread, SmsThreads, UseThread } from "../../sms/threads.ts";
import type { SqliteWriter } from "../writer.ts";
import { sqliteSmsQuestions } from "./questions.ts";

export function sqliteSmsThreads(database: Database, writer: SqliteWriter): SmsThreads {
  const ofConversation = database.query<SmsThread, [string, string, string]>(
    "SELECT * FROM sms_thread WHERE number = ? AND our_number = ? AND conversation_id = ?",
  );
  const ofExtension = database.query<SmsThread, [string, string, string]>(
    "SELECT * FROM sms_thread WHERE number = ? AND our_number = ? AND extension = ?",
  );
  const taken = database.query<{ extension: string }, [string, string, number]>(
    `SELECT extension FROM sms_thread WHERE number = ? AND our_number = ? AND length(extension) = ? ORDER BY sent_at, extension`,
  );
  const recent = database.query<SmsThread, [string, string | null, number]>(
    `SELECT * FROM sms_thread WHERE number = ?1 AND (?2 IS NULL OR our_number = ?2) AND sent_at >= ?3
     ORDER BY sent_at DESC, conversation_id`,
  );
  const release = database.query<unknown, [string, string, string]>(
    "UPDATE sms_thread SET extension = NULL WHERE number = ? AND our_number = ? AND extension = ?",
  );
  const put = database.query<unknown, [string, string, string, string | null, string, number]>(
    `INSERT INTO sms_thread (number, our_number, conversation_id, extension, last_sender, sent_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET extension = excluded.extension, last_sender = excluded.last_sender, sent_at = excluded.sent_at`,
  );

  function use({ number, our_number, conversation_id, sender, extension_digits, now }: UseThread) {
    const known = ofConversation.get(number, our_number, conversation_id);
    const extension =
      extension_digits === 0 ? null : (known?.extension ?? allot(number, our_number, extension_digits));
    put.run(number, our_number, conversation_id, extension, sender, now);
    const thread = { number, our_number, conversation_id, extension, last_sender: sender, sent_at: now };
    return { thread, first: !known || known.sent_at < now - THREAD_RECENT_MS };
  }

  function allot(number: string, our_number: string, digits: number): string {
    const extensions = taken.all(number, our_number, digits).map(({ extension }) => extension);
    const extension = freeExtension(extensions, digits);
    if (extensions.includes(extension)) release.run(number, our_number, extension);
    return extension;
  }

  return {
    ...sqliteSmsQuestions(database, writer),
    useThread: (intent) => writer.write(() => use(intent)),
    thread: async (number, our_number, id: ConversationId) => ofConversation.get(number, our_number, id),
    threadByExtension: async (number, our_number, extension) =>
      ofExtension.get(number, our_number, extension),
    threadsOf: async (number, our_number, since) => recent.all(number, our_number, since),
  };
}
