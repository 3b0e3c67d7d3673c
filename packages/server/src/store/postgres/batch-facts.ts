import type { BlobId, ConversationId } from "@feiliao/protocol";
import type { AppendFacts, KnownEntry } from "../append-rules.ts";
import type { AppendIntent } from "../conversation-store.ts";
import { arrayOf, columnsOf } from "./array-literal.ts";
import { type ConversationState, keyOf, pictureOf } from "./conversation-state.ts";
import type { ConversationWrite } from "./conversation-writer.ts";
import { idOf, uuidOf } from "./ids.ts";
import type { Row, Transaction } from "./transaction.ts";

type States = Map<ConversationId, ConversationState>;

/**
 * Locks the conversations of a batch and reads what its writes depend on, in one round trip: the statements
 * leave together, and each sees what was committed before it ran, so after the locks were granted.
 */
export async function loadFacts(
  transaction: Transaction,
  writes: readonly ConversationWrite<unknown>[],
): Promise<States> {
  const appends = writes.flatMap((write) => write.append ?? []);
  const loading = [
    lockConversations(transaction, writes),
    loadMembers(transaction, writes),
    loadDevicePositions(transaction, appends),
    loadKnownKeys(transaction, appends),
    loadPictures(transaction, appends),
    loadTalks(transaction, appends),
  ] as const;
  const [states, ...parts] = await Promise.all(loading);
  for (const part of parts) part(states);
  return states;
}

/** Puts what was read where it belongs, once the states are there. */
type Part = (states: States) => void;

/** In the order of ids, so that no two batches wait for each other. */
async function lockConversations(
  transaction: Transaction,
  writes: readonly ConversationWrite<unknown>[],
): Promise<States> {
  const ids = [...new Set(writes.map((write) => write.conversation_id))];
  const rows = await transaction.query<{
    conversation_id: string;
    epoch: number;
    last_seq: number;
    last_time: string;
    chain: string;
    revision: number;
  }>(
    `SELECT conversation_id, last_seq, last_time, chain, revision, (SELECT epoch FROM log_epoch) AS epoch
     FROM conversation WHERE conversation_id = ANY($1::uuid[]) ORDER BY conversation_id FOR NO KEY UPDATE`,
    arrayOf(ids.map(uuidOf)),
  );
  return new Map(
    rows.map((row) => {
      const id = idOf<ConversationId>("conversation", row.conversation_id);
      return [id, { ...emptyState(id), ...row, last_time: Number(row.last_time), chain: Number(row.chain) }];
    }),
  );
}

function emptyState(id: ConversationId) {
  return {
    id,
    members: new Map(),
    device_seqs: new Map(),
    known: new Map(),
    pictures: new Set<string>(),
    talks: new Map(),
  };
}

async function loadMembers(
  transaction: Transaction,
  writes: readonly ConversationWrite<unknown>[],
): Promise<Part> {
  const actors = [
    ...new Map(writes.map((write) => [`${write.conversation_id}${write.account_id}`, write])).values(),
  ];
  const rows = await asked<{
    delivered: number;
    read: number;
    heard: number;
    revision: number;
    gone: boolean;
    shown: boolean;
    address: string | null;
    name: string | null;
    picture: BlobId | null;
  }>(
    transaction,
    `SELECT asked.n, delivered, read, heard, revision, left_seq IS NOT NULL AS gone, shown, address, name, picture
     FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS asked (conversation_id, account_id, n)
     JOIN membership USING (conversation_id, account_id)`,
    actors.map((actor) => [uuidOf(actor.conversation_id), uuidOf(actor.account_id)]),
  );
  return (states) => {
    for (const { n, gone, ...row } of rows) {
      const { conversation_id, account_id } = actors[n]!;
      states.get(conversation_id)?.members.set(account_id, { ...row, account_id, left: gone });
    }
  };
}

async function loadDevicePositions(
  transaction: Transaction,
  appends: readonly AppendIntent[],
): Promise<Part> {
  const ordered = appends.filter((append) => append.device_seq !== undefined);
  const devices = [
    ...new Map(ordered.map((append) => [`${append.conversation_id}${append.device_id}`, append])).values(),
  ];
  const rows = await asked<{ device_seq: number }>(
    transaction,
    `SELECT asked.n, device_seq
     FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS asked (conversation_id, device_id, n)
     JOIN device_position USING (conversation_id, device_id)`,
    devices.map((append) => [uuidOf(append.conversation_id), uuidOf(append.device_id)]),
  );
  return (states) => {
    for (const { n, device_seq } of rows) {
      const { conversation_id, device_id } = devices[n]!;
      states.get(conversation_id)?.device_seqs.set(device_id, device_seq);
    }
  };
}

async function loadKnownKeys(transaction: Transaction, appends: readonly AppendIntent[]): Promise<Part> {
  const rows = await asked<Omit<KnownEntry, "server_time"> & { server_time: string }>(
    transaction,
    `SELECT asked.n, seq, server_time, content
     FROM unnest($1::uuid[], $2::uuid[], $3::text[])
       WITH ORDINALITY AS asked (conversation_id, account_id, client_id, n)
     JOIN entry USING (conversation_id, account_id, client_id)`,
    appends.map((append) => [uuidOf(append.conversation_id), uuidOf(append.account_id), append.client_id]),
  );
  return (states) => {
    for (const { n, seq, server_time, content } of rows) {
      const { conversation_id, account_id, client_id } = appends[n]!;
      const known = { seq, server_time: Number(server_time), content };
      states.get(conversation_id)?.known.set(keyOf(account_id, client_id), known);
    }
  };
}

/** Whether an account uploaded a blob lies with the account, but is never taken back: it may be read from anywhere. */
async function loadPictures(transaction: Transaction, appends: readonly AppendIntent[]): Promise<Part> {
  const pictures = appends.flatMap(({ conversation_id, account_id, content }) =>
    content.type === "image" ? [{ conversation_id, account_id, blob_id: content.blob_id }] : [],
  );
  const rows = await asked(
    transaction,
    `SELECT n
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
      const { conversation_id, account_id, blob_id } = pictures[n]!;
      states.get(conversation_id)?.pictures.add(pictureOf(account_id, blob_id));
    }
  };
}

async function loadTalks(transaction: Transaction, appends: readonly AppendIntent[]): Promise<Part> {
  const ends = appends.flatMap(({ conversation_id, talk }) =>
    talk && "end" in talk ? [{ conversation_id, talk_id: talk.end }] : [],
  );
  const rows = await asked<NonNullable<AppendFacts["talk"]>>(
    transaction,
    `SELECT asked.n, state, next_packet
     FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS asked (conversation_id, talk_id, n)
     JOIN talk USING (conversation_id, talk_id)`,
    ends.map(({ conversation_id, talk_id }) => [uuidOf(conversation_id), uuidOf(talk_id)]),
  );
  return (states) => {
    for (const { n, ...talk } of rows) {
      const { conversation_id, talk_id } = ends[n]!;
      states.get(conversation_id)?.talks.set(talk_id, talk);
    }
  };
}

/** Rows found for keys asked for; `n` is the index of the key. Nothing is sent when nothing is asked. */
async function asked<T extends object>(
  transaction: Transaction,
  text: string,
  keys: readonly (readonly string[])[],
): Promise<(T & { n: number })[]> {
  if (keys.length === 0) return [];
  const rows = await transaction.query<Row & T & { n: string }>(text, ...columnsOf(keys));
  return rows.map((row) => ({ ...row, n: Number(row.n) - 1 }));
}
