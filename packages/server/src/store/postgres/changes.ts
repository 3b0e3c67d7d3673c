import type { AccountId, BlobId, ConversationChange, ConversationId, Member } from "@feiliao/protocol";
import { can } from "../../conversation/can.ts";
import { hasChanged, hasDiverged, NEWEST_ENTRIES, type SyncHead } from "../change-rules.ts";
import type { ChangesPage, Position } from "../conversation-store.ts";
import { arrayOf, columnsOf } from "./array-literal.ts";
import type { Database } from "./database.ts";
import { ENTRY_COLUMNS, type EntryRow, fitting, PAGE_BYTES_MAX, toEntry } from "./entry-rows.ts";
import { idOf, isId, uuidOf } from "./ids.ts";
import type { LogEpoch } from "./log-epoch.ts";
import type { Transaction } from "./transaction.ts";

interface Head extends SyncHead {
  id: ConversationId;
  uuid: string;
  left: boolean;
  /** The log's chain at the seq that the device has. */
  chain_at: number | null;
}

/** What a device is to be given of one conversation. */
interface Share {
  head: Head;
  reset: boolean;
  after_seq: number;
  /** Members with a later revision. */
  after_revision: number;
  /** Of the budget; 0 when only members changed. */
  entries_max: number;
}

/**
 * What changed since the positions, the conversations with the newest activity first. A constant number of
 * statements whatever the number of conversations, all of one committed state: rows and positions cannot
 * disagree, and no entry can fall between them (D7).
 */
export function readChanges(
  database: Database,
  epoch: LogEpoch,
  reader: AccountId,
  conversations: readonly ConversationId[],
  positions: ReadonlyMap<ConversationId, Position>,
  entries_max: number,
): Promise<ChangesPage> {
  const known = conversations.filter(isId);
  if (known.length === 0) return Promise.resolve(emptyPage(epoch.current));
  return database.snapshot(async (transaction) => {
    const heads = await readHeads(transaction, reader, known, positions);
    if (heads[0]) epoch.observe(heads[0].epoch);
    const changed = heads
      .filter((head) => can("read", { membership: head }))
      .filter((head) => hasChanged(head, positions.get(head.id)))
      .sort((a, b) => b.last_time - a.last_time);
    const shares = divide(changed, positions, entries_max);
    const [entries, members] = await Promise.all([
      readEntries(transaction, shares),
      readMembers(transaction, shares),
    ]);
    return pageOf(heads[0]?.epoch ?? epoch.current, shares, entries, members, shares.length < changed.length);
  });
}

function emptyPage(epoch: number): ChangesPage {
  return { epoch, changes: [], positions: new Map(), more: false };
}

/** Gives each conversation its share of the budget, until nothing is left. */
function divide(
  changed: readonly Head[],
  positions: ReadonlyMap<ConversationId, Position>,
  entries_max: number,
): Share[] {
  const shares: Share[] = [];
  let budget = entries_max;
  for (const head of changed) {
    if (budget <= 0) break;
    const had = positions.get(head.id);
    const reset = !had || hasDiverged(head, had, head.chain_at);
    const missing = reset ? Math.min(NEWEST_ENTRIES, head.last_seq) : head.last_seq - had.seq;
    const share = Math.min(missing, budget);
    const after_seq = reset ? head.last_seq - share : had.seq;
    shares.push({ head, reset, after_seq, after_revision: reset ? -1 : had.revision, entries_max: share });
    budget -= Math.max(1, share);
  }
  return shares;
}

function pageOf(
  epoch: number,
  shares: readonly Share[],
  entries: ReadonlyMap<number, ChainedRow[]>,
  members: ReadonlyMap<number, Member[]>,
  more: boolean,
): ChangesPage {
  const page: ChangesPage = { ...emptyPage(epoch), more };
  let bytes = 0;
  for (const [index, share] of shares.entries()) {
    if (bytes > PAGE_BYTES_MAX) {
      page.more = true;
      break;
    }
    const { id, last_seq, revision } = share.head;
    const rows = fitting(entries.get(index) ?? []);
    const last = rows.at(-1);
    const change: ConversationChange = {
      conversation_id: id,
      epoch,
      last_seq,
      reset: share.reset,
      entries: rows.map(toEntry),
      members: members.get(index) ?? [],
    };
    page.changes.push(change);
    const seq = last?.seq ?? share.after_seq;
    const chain = last ? Number(last.chain) : share.head.chain;
    page.positions.set(id, { epoch, seq, chain, revision });
    if (seq < last_seq) page.more = true;
    bytes += sizeOf(change, rows);
  }
  return page;
}

/** About how large a change is on the wire. */
function sizeOf({ members }: ConversationChange, rows: readonly EntryRow[]): number {
  return rows.reduce((sum, { content }) => sum + content.length + 300, 300 * members.length);
}

async function readHeads(
  transaction: Transaction,
  reader: AccountId,
  conversations: readonly ConversationId[],
  positions: ReadonlyMap<ConversationId, Position>,
): Promise<Head[]> {
  const rows = await transaction.query<{
    conversation_id: string;
    epoch: number;
    last_seq: number;
    last_time: string;
    chain: string;
    revision: number;
    gone: boolean;
    chain_at: string | null;
  }>(
    `SELECT conversation_id, (SELECT epoch FROM log_epoch) AS epoch, last_seq, last_time, conversation.chain,
            conversation.revision, left_seq IS NOT NULL AS gone,
            CASE WHEN had.seq = last_seq THEN conversation.chain ELSE
              (SELECT chain FROM entry WHERE entry.conversation_id = had.conversation_id AND entry.seq = had.seq)
            END AS chain_at
     FROM unnest($2::uuid[], $3::integer[]) AS had (conversation_id, seq)
     JOIN conversation USING (conversation_id)
     JOIN membership USING (conversation_id)
     WHERE account_id = $1::uuid`,
    uuidOf(reader),
    arrayOf(conversations.map(uuidOf)),
    arrayOf(conversations.map((id) => positions.get(id)?.seq ?? 0)),
  );
  return rows.map(({ gone, conversation_id: uuid, chain_at, ...row }) => ({
    ...row,
    id: idOf<ConversationId>("conversation", uuid),
    uuid,
    left: gone,
    last_time: Number(row.last_time),
    chain: Number(row.chain),
    chain_at: chain_at === null ? null : Number(chain_at),
  }));
}

type ChainedRow = EntryRow & { chain: string };

/** Each share's entries, by the index of the share. */
async function readEntries(
  transaction: Transaction,
  shares: readonly Share[],
): Promise<Map<number, ChainedRow[]>> {
  const wanted = shares.flatMap(({ head, after_seq, entries_max }, index) =>
    entries_max > 0 ? [[index, head.uuid, after_seq, entries_max]] : [],
  );
  if (wanted.length === 0) return new Map();
  const rows = await transaction.query<ChainedRow & { share: number }>(
    `SELECT share, entry.*
     FROM unnest($1::integer[], $2::uuid[], $3::integer[], $4::integer[])
       AS wanted (share, conversation_id, after_seq, entries_max)
     CROSS JOIN LATERAL (
       SELECT ${ENTRY_COLUMNS}, chain FROM entry
       WHERE entry.conversation_id = wanted.conversation_id AND seq > after_seq
       ORDER BY seq LIMIT entries_max
     ) AS entry
     ORDER BY share, seq`,
    ...columnsOf(wanted),
  );
  return Map.groupBy(rows, (row) => row.share);
}

/** Each share's members that changed, by the index of the share. */
async function readMembers(
  transaction: Transaction,
  shares: readonly Share[],
): Promise<Map<number, Member[]>> {
  if (shares.length === 0) return new Map();
  const rows = await transaction.query<{
    share: number;
    account_id: string;
    address: string | null;
    name: string | null;
    picture: BlobId | null;
    deleted: boolean;
    delivered: number;
    read: number;
    heard: number;
  }>(
    `SELECT share, account_id, address, name, picture, deleted, delivered, read, heard
     FROM unnest($1::integer[], $2::uuid[], $3::integer[]) AS wanted (share, conversation_id, after_revision)
     JOIN membership USING (conversation_id)
     WHERE membership.revision > after_revision`,
    ...columnsOf(shares.map(({ head, after_revision }, index) => [index, head.uuid, after_revision])),
  );
  const byShare = Map.groupBy(rows, (row) => row.share);
  return new Map(
    [...byShare].map(([share, members]) => [
      share,
      members.map(({ share: _, account_id, deleted, ...member }) => ({
        ...member,
        ...(deleted && { deleted }),
        account_id: idOf<AccountId>("account", account_id),
      })),
    ]),
  );
}
