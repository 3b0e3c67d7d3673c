import type { ConversationId } from "@feiliao/protocol";
import type { AppendIntent } from "../conversation-store.ts";
import { arrayOf } from "./array-literal.ts";
import { loadBlobs } from "./blob-facts.ts";
import { type ConversationState, keyOf, type Sender } from "./conversation-state.ts";
import { type Appends, asked, distinct, type Part, type States, type Writes } from "./facts-query.ts";
import { uuidOf } from "./ids.ts";
import { readInfo } from "./info-column.ts";
import { loadLinks } from "./link-facts.ts";
import { loadAdmins, loadHeirs, loadMembers } from "./member-facts.ts";
import { loadTalks } from "./talk-facts.ts";
import { loadTargets } from "./target-facts.ts";
import type { Transaction } from "./transaction.ts";

/**
 * Locks the conversations of a batch and reads what its writes depend on, in one round trip: the statements
 * leave together, and each sees what was committed before it ran, so after the locks were granted. What no write
 * of the batch depends on is not asked for.
 *
 * `probe_keys`: whether every key is looked up. Otherwise the number that is due from a device is taken for
 * the sign of a new entry, and the unique index on the keys has the last word.
 */
export async function loadFacts(
  transaction: Transaction,
  writes: Writes,
  probe_keys: boolean,
): Promise<States> {
  const appends = writes.flatMap((write) => write.append ?? []);
  const unnumbered = probe_keys ? appends : appends.filter(({ device_seq }) => device_seq === undefined);
  const loading = [
    lockConversations(transaction, writes),
    loadSenders(transaction, appends),
    loadMembers(transaction, writes),
    loadHeirs(transaction, appends),
    loadAdmins(transaction, appends),
    loadKnownKeys(transaction, unnumbered),
    loadTargets(transaction, writes),
    loadBlobs(transaction, appends),
    loadTalks(transaction, appends),
    loadLinks(transaction, appends),
  ] as const;
  const [states, ...parts] = await Promise.all(loading);
  for (const part of parts) part(states);
  const outOfTurn = probe_keys ? [] : appendsOutOfTurn(appends, states);
  if (outOfTurn.length > 0) (await loadKnownKeys(transaction, outOfTurn))(states);
  return states;
}

/** Those whose number is not the one that is due: most of them repeat what was appended before. */
function appendsOutOfTurn(appends: Appends, states: States): AppendIntent[] {
  const last = new Map<string, number>();
  return appends.filter(({ conversation_id, device_id, device_seq }) => {
    if (device_seq === undefined) return false;
    const device = `${conversation_id}${device_id}`;
    const before = last.get(device) ?? states.get(conversation_id)?.device_seqs.get(device_id) ?? 0;
    if (device_seq !== before + 1) return true;
    last.set(device, device_seq);
    return false;
  });
}

type HeadRow = {
  n: number;
  epoch: number;
  last_seq: number;
  last_time: number;
  chain: number;
  revision: number;
  info_revision: number;
  told_revision: number;
  info: string | null;
};

/**
 * In the order of ids, so that no two batches wait for each other. Only columns of the locked row itself: what it is
 * joined with is as it was before the wait (PostgreSQL manual, 13.2.1).
 */
async function lockConversations(transaction: Transaction, writes: Writes): Promise<States> {
  const ids = [...new Set(writes.map((write) => write.conversation_id))];
  const uuids = ids.map(uuidOf);
  const rows = await transaction.query<HeadRow>(
    `SELECT n::integer, last_seq, last_time::float8, chain::float8, revision, told_revision, info_revision, info,
            (SELECT epoch FROM log_epoch) AS epoch
     FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (conversation_id, n)
     JOIN conversation USING (conversation_id)
     ORDER BY conversation_id FOR NO KEY UPDATE OF conversation`,
    arrayOf(uuids),
  );
  return new Map(rows.map((row) => [ids[row.n - 1]!, stateOf(ids[row.n - 1]!, uuids[row.n - 1]!, row)]));
}

/** Field by field: one is made for each conversation of each batch, and a spread costs as much as an append. */
function stateOf(id: ConversationId, uuid: string, row: HeadRow): ConversationState {
  return {
    id,
    uuid,
    epoch: row.epoch,
    last_seq: row.last_seq,
    last_time: row.last_time,
    chain: row.chain,
    revision: row.revision,
    told_revision: row.told_revision,
    info_revision: row.info_revision,
    info: readInfo(row.info),
    senders: new Map(),
    members: new Map(),
    device_seqs: new Map(),
    known: new Map(),
    targets: new Map(),
    grants: new Set(),
    blob_refs: new Map(),
    talks: new Map(),
    links: new Map(),
  };
}

type SenderRow = Pick<Sender, keyof Sender> & { device_seq: number | null };

/** Who appends: their rights and how far their devices are. */
async function loadSenders(transaction: Transaction, appends: Appends): Promise<Part> {
  const senders = distinct(appends, ({ conversation_id, device_id }) => `${conversation_id}${device_id}`);
  const rows = await asked<SenderRow>(
    transaction,
    `SELECT n::integer, device_seq, role, state, muted_until::float8, blocked, from_seq, shown
     FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) WITH ORDINALITY AS asked (conversation_id, account_id, device_id, n)
     JOIN membership USING (conversation_id, account_id)
     LEFT JOIN device_position USING (conversation_id, device_id)`,
    senders.map(({ conversation_id, account_id, device_id }) => [
      uuidOf(conversation_id),
      uuidOf(account_id),
      uuidOf(device_id),
    ]),
  );
  return (states) => {
    for (const row of rows) {
      const { conversation_id, account_id, device_id } = senders[row.n - 1]!;
      const state = states.get(conversation_id);
      state?.senders.set(account_id, row);
      if (row.device_seq !== null) state?.device_seqs.set(device_id, row.device_seq);
    }
  };
}

async function loadKnownKeys(transaction: Transaction, appends: Appends): Promise<Part> {
  const rows = await asked<{ seq: number; server_time: number; content: string }>(
    transaction,
    `SELECT n::integer, seq, server_time::float8, content
     FROM unnest($1::uuid[], $2::uuid[], $3::text[]) WITH ORDINALITY AS asked (conversation_id, account_id, client_id, n)
     JOIN entry USING (conversation_id, account_id, client_id)`,
    appends.map((append) => [uuidOf(append.conversation_id), uuidOf(append.account_id), append.client_id]),
  );
  return (states) => {
    for (const { n, ...known } of rows) {
      const { conversation_id, account_id, client_id } = appends[n - 1]!;
      states.get(conversation_id)?.known.set(keyOf(account_id, client_id), known);
    }
  };
}
