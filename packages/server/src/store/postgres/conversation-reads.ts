import type { AccountId, ConversationId, ConversationInfo, Entry } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Standing } from "../../conversation/can.ts";
import type { ReadRange } from "../conversation-store.ts";
import type { Database } from "./database.ts";
import { ENTRY_COLUMNS, type EntryRow, fitting, toEntry } from "./entry-rows.ts";
import { idOf, isId, uuidOf } from "./ids.ts";
import { readInfo } from "./info-column.ts";
import { mayRead, STANDING_COLUMNS, type StandingRow } from "./standing-rows.ts";

/** One page of a log with the head it belongs to, in one statement and so from one committed state. */
export async function readPage(
  database: Database,
  conversation_id: ConversationId,
  reader: AccountId,
  { after_seq, before_seq, limit }: ReadRange,
): Promise<{ epoch: number; last_seq: number; entries: Entry[] }> {
  const forwards = after_seq !== undefined;
  const rows = await database.query<
    { epoch: number; last_seq: number } & StandingRow & Omit<EntryRow, "seq"> & { seq: number | null }
  >(
    `SELECT head.*, page.*
     FROM (SELECT conversation_id, from_seq, last_seq, (SELECT epoch FROM log_epoch) AS epoch, ${STANDING_COLUMNS}
           FROM conversation JOIN membership USING (conversation_id)
           WHERE conversation_id = $1::uuid AND account_id = $2::uuid) AS head
     LEFT JOIN LATERAL (
       SELECT ${ENTRY_COLUMNS} FROM entry
       WHERE entry.conversation_id = head.conversation_id AND seq >= from_seq
         AND ${forwards ? "seq > $3::bigint" : "seq < $3::bigint"}
       ORDER BY seq ${forwards ? "ASC" : "DESC"} LIMIT $4::integer
     ) AS page ON true
     ORDER BY seq ${forwards ? "ASC" : "DESC"}`,
    uuidOf(conversation_id),
    uuidOf(reader),
    String(after_seq ?? before_seq ?? Number.MAX_SAFE_INTEGER),
    String(limit),
  );
  const [head] = rows;
  if (!mayRead(head)) throw new FeiliaoError("not_found");
  const page = fitting(rows.filter((row): row is typeof row & EntryRow => row.seq !== null)).map(toEntry);
  return { epoch: head.epoch, last_seq: head.last_seq, entries: forwards ? page : page.reverse() };
}

/** Accounts that are members now; null when there is no such conversation. */
export async function readAudience(
  database: Database,
  conversation_id: ConversationId,
): Promise<AccountId[] | null> {
  if (!isId(conversation_id)) return null;
  const rows = await database.query<{ account_id: string | null }>(
    `SELECT account_id FROM conversation
     LEFT JOIN membership ON membership.conversation_id = conversation.conversation_id AND state = 'active'
     WHERE conversation.conversation_id = $1::uuid`,
    uuidOf(conversation_id),
  );
  if (rows.length === 0) return null;
  return rows.flatMap(({ account_id }) => (account_id ? [idOf<AccountId>("account", account_id)] : []));
}

export async function isReader(
  database: Database,
  conversation_id: ConversationId,
  account_id: AccountId,
): Promise<boolean> {
  return mayRead(await readRow(database, conversation_id, account_id));
}

/** What an account is in a conversation, and what that is; null for strangers. */
export async function readStanding(
  database: Database,
  conversation_id: ConversationId,
  account_id: AccountId,
): Promise<{ standing: Standing; info: ConversationInfo } | null> {
  const row = await readRow(database, conversation_id, account_id);
  if (!row) return null;
  const { role, state, muted_until, blocked, info } = row;
  return { standing: { role, state, muted_until, blocked }, info: readInfo(info) };
}

async function readRow(
  database: Database,
  conversation_id: ConversationId,
  account_id: AccountId,
): Promise<(StandingRow & { info: string | null }) | undefined> {
  if (!isId(conversation_id) || !isId(account_id)) return undefined;
  const [row] = await database.query<StandingRow & { info: string | null }>(
    `SELECT info, ${STANDING_COLUMNS} FROM conversation JOIN membership USING (conversation_id)
     WHERE conversation_id = $1::uuid AND account_id = $2::uuid`,
    uuidOf(conversation_id),
    uuidOf(account_id),
  );
  return row;
}
