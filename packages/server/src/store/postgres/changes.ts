import type {
  AccountId,
  ConversationChange,
  ConversationId,
  ConversationInfo,
  Member,
} from "@feiliao/protocol";
import { hasChanged, NEWEST_ENTRIES, startsAnew } from "../change-rules.ts";
import type { ChangesPage, Position } from "../conversation-store.ts";
import { type ChainedRow, readEntries, readInfos, readMembers } from "./change-contents.ts";
import { type Head, readHeads } from "./change-heads.ts";
import type { Database } from "./database.ts";
import { bytesOf, type EntryRow, fitting, PAGE_BYTES_MAX, toEntry } from "./entry-rows.ts";
import { isId } from "./ids.ts";
import type { LogEpoch } from "./log-epoch.ts";
import { mayRead } from "./standing-rows.ts";

/** What a device is to be given of one conversation. */
export interface Share {
  head: Head;
  reset: boolean;
  after_seq: number;
  /** Members and state with a later revision. */
  after_revision: number;
  /** Of the budget; 0 when only members or the state changed. */
  entries_max: number;
}

/** What the shares hold, by their index. */
interface Contents {
  entries: ReadonlyMap<number, ChainedRow[]>;
  members: ReadonlyMap<number, Member[]>;
  infos: ReadonlyMap<number, ConversationInfo>;
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
      .filter((head) => mayRead(head))
      .filter((head) => hasChanged(head, head, positions.get(head.id)))
      .sort((a, b) => b.last_time - a.last_time);
    const shares = divide(changed, positions, entries_max);
    const [entries, members, infos] = await Promise.all([
      readEntries(transaction, shares),
      readMembers(transaction, reader, shares),
      readInfos(transaction, shares),
    ]);
    const contents = { entries, members, infos };
    return pageOf(heads[0]?.epoch ?? epoch.current, shares, contents, shares.length < changed.length);
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
    const reset = !had || startsAnew(head, head, had, head.chain_at);
    const missing = reset
      ? Math.min(NEWEST_ENTRIES, head.last_seq - head.from_seq + 1)
      : head.last_seq - had.seq;
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
  { entries, members, infos }: Contents,
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
    const info = infos.get(index);
    const change: ConversationChange = {
      conversation_id: id,
      epoch,
      last_seq,
      reset: share.reset,
      entries: rows.map(toEntry),
      members: members.get(index) ?? [],
      ...(info && { info }),
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
  return rows.reduce((sum, row) => sum + bytesOf(row) + 300, 300 * members.length);
}
