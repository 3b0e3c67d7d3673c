import type { AccountId, ConversationId, Entry } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { can, type Facts } from "../../conversation/can.ts";
import type { ReadRange } from "../conversation-store.ts";
import type { Database } from "./database.ts";
import { ENTRY_COLUMNS, type EntryRow, fitting, toEntry } from "./entry-rows.ts";
import { idOf, isId, uuidOf } from "./ids.ts";

/** A row of the reader's membership: there is none for a stranger. */
type MembershipColumns = { gone: boolean };

/** One page of a log with the head it belongs to, in one statement and so from one committed state. */
export async function readPage(
  database: Database,
  conversation_id: ConversationId,
  reader: AccountId,
  { after_seq, before_seq, limit }: ReadRange,
): Promise<{ epoch: number; last_seq: number; entries: Entry[] }> {
  const forwards = after_seq !== undefined;
  const rows = await database.query<
    { epoch: number; last_seq: number } & MembershipColumns & Omit<EntryRow, "seq"> & { seq: number | null }
  >(
    `SELECT epoch, last_seq, gone, page.*
     FROM (SELECT conversation_id, last_seq, (SELECT epoch FROM log_epoch) AS epoch, left_seq IS NOT NULL AS gone
           FROM conversation JOIN membership USING (conversation_id)
           WHERE conversation_id = $1::uuid AND account_id = $2::uuid) AS head
     LEFT JOIN LATERAL (
       SELECT ${ENTRY_COLUMNS} FROM entry
       WHERE entry.conversation_id = head.conversation_id AND ${forwards ? "seq > $3::bigint" : "seq < $3::bigint"}
       ORDER BY seq ${forwards ? "ASC" : "DESC"} LIMIT $4::integer
     ) AS page ON true
     ORDER BY seq ${forwards ? "ASC" : "DESC"}`,
    uuidOf(conversation_id),
    uuidOf(reader),
    String(after_seq ?? before_seq ?? Number.MAX_SAFE_INTEGER),
    String(limit),
  );
  const [head] = rows;
  if (!can("read", factsOf(head)) || !head) throw new FeiliaoError("not_found");
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
     LEFT JOIN membership ON membership.conversation_id = conversation.conversation_id AND left_seq IS NULL
     WHERE conversation.conversation_id = $1::uuid`,
    uuidOf(conversation_id),
  );
  if (rows.length === 0) return null;
  return rows.flatMap(({ account_id }) => (account_id ? [idOf<AccountId>("account", account_id)] : []));
}

export async function mayRead(
  database: Database,
  conversation_id: ConversationId,
  account_id: AccountId,
): Promise<boolean> {
  if (!isId(conversation_id)) return false;
  const [row] = await database.query<MembershipColumns>(
    `SELECT left_seq IS NOT NULL AS gone FROM membership
     WHERE conversation_id = $1::uuid AND account_id = $2::uuid`,
    uuidOf(conversation_id),
    uuidOf(account_id),
  );
  return can("read", factsOf(row));
}

function factsOf(row: MembershipColumns | undefined): Facts {
  return { membership: row ? { left: row.gone } : null };
}
