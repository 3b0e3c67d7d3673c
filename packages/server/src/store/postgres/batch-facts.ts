import type { BlobId, ConversationId } from "@feiliao/protocol";
import type { AppendFacts } from "../append-rules.ts";
import type { AppendIntent } from "../conversation-store.ts";
import { arrayOf, columnsOf } from "./array-literal.ts";
import { type ConversationState, keyOf, pictureOf } from "./conversation-state.ts";
import type { ConversationWrite } from "./conversation-writer.ts";
import { uuidOf } from "./ids.ts";
import type { Row, Transaction } from "./transaction.ts";

type States = ReadonlyMap<ConversationId, ConversationState>;
type Writes = readonly ConversationWrite<unknown>[];
type Appends = readonly AppendIntent[];

/** Puts what was read where it belongs, once the states are there. */
type Part = (states: States) => void;

/**
 * Locks the conversations of a batch and reads what its writes depend on, in one round trip: the statements
 * leave together, and each sees what was committed before it ran, so after the locks were granted.
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
    loadKnownKeys(transaction, unnumbered),
    loadPictures(transaction, appends),
    loadTalks(transaction, appends),
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

/** In the order of ids, so that no two batches wait for each other. */
async function lockConversations(transaction: Transaction, writes: Writes): Promise<States> {
  const ids = [...new Set(writes.map((write) => write.conversation_id))];
  const uuids = ids.map(uuidOf);
  const rows = await transaction.query<{
    n: number;
    epoch: number;
    last_seq: number;
    last_time: number;
    chain: number;
    revision: number;
  }>(
    `SELECT n::integer, last_seq, last_time::float8, chain::float8, revision, (SELECT epoch FROM log_epoch) AS epoch
     FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (conversation_id, n)
     JOIN conversation USING (conversation_id)
     ORDER BY conversation_id FOR NO KEY UPDATE OF conversation`,
    arrayOf(uuids),
  );
  return new Map(
    rows.map(({ n, epoch, last_seq, last_time, chain, revision }) => [
      ids[n - 1]!,
      {
        id: ids[n - 1]!,
        uuid: uuids[n - 1]!,
        epoch,
        last_seq,
        last_time,
        chain,
        revision,
        memberships: new Map(),
        members: new Map(),
        device_seqs: new Map(),
        known: new Map(),
        pictures: new Set(),
        talks: new Map(),
      },
    ]),
  );
}

/** Who appends: their rights and how far their devices are. */
async function loadSenders(transaction: Transaction, appends: Appends): Promise<Part> {
  const senders = distinct(appends, ({ conversation_id, device_id }) => `${conversation_id}${device_id}`);
  const rows = await asked<{ gone: boolean; shown: boolean; device_seq: number | null }>(
    transaction,
    `SELECT n::integer, left_seq IS NOT NULL AS gone, shown, device_seq
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
    for (const { n, gone, shown, device_seq } of rows) {
      const { conversation_id, account_id, device_id } = senders[n - 1]!;
      const state = states.get(conversation_id);
      state?.memberships.set(account_id, { left: gone, shown });
      if (device_seq !== null) state?.device_seqs.set(device_id, device_seq);
    }
  };
}

/** Whose watermarks or profile may change. */
async function loadMembers(transaction: Transaction, writes: Writes): Promise<Part> {
  const changing = writes.filter((write) => !write.append);
  const members = distinct(changing, ({ conversation_id, account_id }) => `${conversation_id}${account_id}`);
  const rows = await asked<{
    gone: boolean;
    shown: boolean;
    delivered: number;
    read: number;
    heard: number;
    revision: number;
    address: string | null;
    name: string | null;
    picture: BlobId | null;
    deleted: boolean;
  }>(
    transaction,
    `SELECT n::integer, left_seq IS NOT NULL AS gone, shown, delivered, read, heard, revision, address, name, picture,
       deleted
     FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS asked (conversation_id, account_id, n)
     JOIN membership USING (conversation_id, account_id)`,
    members.map(({ conversation_id, account_id }) => [uuidOf(conversation_id), uuidOf(account_id)]),
  );
  return (states) => {
    for (const { n, gone, shown, ...member } of rows) {
      const { conversation_id, account_id } = members[n - 1]!;
      const state = states.get(conversation_id);
      state?.memberships.set(account_id, { left: gone, shown });
      state?.members.set(account_id, { ...member, account_id });
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

/** Whether an account uploaded a blob lies with the account, but is never taken back: it may be read from anywhere. */
async function loadPictures(transaction: Transaction, appends: Appends): Promise<Part> {
  const pictures = appends.flatMap(({ conversation_id, account_id, content }) =>
    content.type === "image" ? [{ conversation_id, account_id, blob_id: content.blob_id }] : [],
  );
  const rows = await asked(
    transaction,
    `SELECT n::integer
     FROM unnest($1::uuid[], $2::uuid[], $3::text[]) WITH ORDINALITY AS asked (conversation_id, account_id, blob_id, n)
     WHERE EXISTS (SELECT FROM blob_grant
                   WHERE blob_grant.account_id = asked.account_id AND blob_grant.blob_id = asked.blob_id)
        OR EXISTS (SELECT FROM conversation_blob AS shared
                   WHERE shared.conversation_id = asked.conversation_id AND shared.blob_id = asked.blob_id)`,
    pictures.map(({ conversation_id, account_id, blob_id }) => [
      uuidOf(conversation_id),
      uuidOf(account_id),
      blob_id,
    ]),
  );
  return (states) => {
    for (const { n } of rows) {
      const { conversation_id, account_id, blob_id } = pictures[n - 1]!;
      states.get(conversation_id)?.pictures.add(pictureOf(account_id, blob_id));
    }
  };
}

/** Locked too: packets are stored under the lock of their talk alone. */
async function loadTalks(transaction: Transaction, appends: Appends): Promise<Part> {
  const ends = appends.flatMap(({ conversation_id, talk }) =>
    talk && "end" in talk ? [{ conversation_id, talk_id: talk.end }] : [],
  );
  const rows = await asked<NonNullable<AppendFacts["talk"]>>(
    transaction,
    `SELECT n::integer, state, next_packet
     FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS asked (conversation_id, talk_id, n)
     JOIN talk USING (conversation_id, talk_id)
     ORDER BY conversation_id, talk_id FOR NO KEY UPDATE OF talk`,
    ends.map(({ conversation_id, talk_id }) => [uuidOf(conversation_id), uuidOf(talk_id)]),
  );
  return (states) => {
    for (const { n, ...talk } of rows) {
      const { conversation_id, talk_id } = ends[n - 1]!;
      states.get(conversation_id)?.talks.set(talk_id, talk);
    }
  };
}

/** Rows found for keys asked for; `n` counts the keys from 1. Nothing is sent when nothing is asked. */
async function asked<T extends object>(
  transaction: Transaction,
  text: string,
  keys: readonly (readonly string[])[],
): Promise<(T & { n: number })[]> {
  return keys.length === 0 ? [] : transaction.query<Row & T & { n: number }>(text, ...columnsOf(keys));
}

/** The last of those that have the same key. */
function distinct<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
