import type { AccountId, ConversationId } from "@feiliao/protocol";
import { freeExtension, THREAD_RECENT_MS } from "../../sms/extensions.ts";
import type { SmsThread, SmsThreads, UseThread } from "../../sms/threads.ts";
import type { Database } from "../database.ts";
import { idOf, uuidOf } from "../ids.ts";
import type { Transaction } from "../transaction.ts";
import { postgresSmsQuestions } from "./questions.ts";

type Row = {
  number: string;
  our_number: string;
  conversation_id: string;
  extension: string | null;
  last_sender: string;
  sent_at: string;
};

/** Two conversations that use a handset's threads at once must not be given the same extension. */
const LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('sms thread ' || $1 || ' ' || $2, 0))";
const RELEASE =
  "UPDATE sms_thread SET extension = NULL WHERE number = $1 AND our_number = $2 AND extension = $3";
const PUT = `
  INSERT INTO sms_thread (number, our_number, conversation_id, extension, last_sender, sent_at)
  VALUES ($1, $2, $3::uuid, $4, $5::uuid, $6::bigint)
  ON CONFLICT (number, our_number, conversation_id) DO UPDATE SET extension = excluded.extension,
    last_sender = excluded.last_sender, sent_at = excluded.sent_at`;

export function postgresSmsThreads(database: Database): SmsThreads {
  const select = async (rest: string, ...parameters: unknown[]) =>
    (await database.query<Row>(`SELECT * FROM sms_thread ${rest}`, ...parameters)).map(toThread);

  return {
    ...postgresSmsQuestions(database),
    useThread: (intent) => database.transaction((transaction) => use(transaction, intent)),
    async thread(number, our_number, conversation_id) {
      const [thread] = await select(
        "WHERE number = $1 AND our_number = $2 AND conversation_id = $3::uuid",
        ...[number, our_number, uuidOf(conversation_id)],
      );
      return thread ?? null;
    },
    async threadByExtension(number, our_number, extension) {
      const [thread] = await select(
        "WHERE number = $1 AND our_number = $2 AND extension = $3",
        ...[number, our_number, extension],
      );
      return thread ?? null;
    },
    threadsOf: (number, our_number, since) =>
      select(
        `WHERE number = $1 AND ($2::text IS NULL OR our_number = $2) AND sent_at >= $3::bigint
         ORDER BY sent_at DESC, conversation_id`,
        ...[number, our_number, String(since)],
      ),
  };
}

async function use(
  transaction: Transaction,
  { number, our_number, conversation_id, sender, extension_digits, now }: UseThread,
) {
  await transaction.query(LOCK, number, our_number);
  const rows = await transaction.query<Row>(
    "SELECT * FROM sms_thread WHERE number = $1 AND our_number = $2 ORDER BY sent_at, extension",
    number,
    our_number,
  );
  const threads = rows.map(toThread);
  const known = threads.find((thread) => thread.conversation_id === conversation_id);
  const extension = extension_digits === 0 ? null : (known?.extension ?? allot());
  transaction.write(
    PUT,
    ...[number, our_number, uuidOf(conversation_id), extension, uuidOf(sender), String(now)],
  );
  const thread: SmsThread = {
    ...{ number, our_number, conversation_id, extension, last_sender: sender, sent_at: now },
  };
  return { thread, first: !known || known.sent_at < now - THREAD_RECENT_MS };

  function allot(): string {
    const taken = threads
      .map((one) => one.extension)
      .filter((one) => one?.length === extension_digits) as string[];
    const free = freeExtension(taken, extension_digits);
    if (taken.includes(free)) transaction.write(RELEASE, number, our_number, free);
    return free;
  }
}

function toThread(row: Row): SmsThread {
  return {
    ...row,
    conversation_id: idOf<ConversationId>("conversation", row.conversation_id),
    last_sender: idOf<AccountId>("account", row.last_sender),
    sent_at: Number(row.sent_at),
  };
}
