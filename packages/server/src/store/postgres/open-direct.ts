import type { AccountId, ConversationId } from "@feiliao/protocol";
import type { OpenDirect } from "../conversation-store.ts";
import type { Effect } from "../outbox-store.ts";
import { columnsOf } from "./array-literal.ts";
import type { Database } from "./database.ts";
import { idOf, uuidOf } from "./ids.ts";
import type { OutboxRows } from "./outbox.ts";

interface Opened {
  conversation_id: ConversationId;
  created: boolean;
}

/**
 * One conversation per pair. The pair lies with an account and the conversation by itself, so these are two
 * transactions: first the pair gets its id for ever, then the conversation is made under it. Whoever opens it
 * next finishes what an opener that died in between has left.
 */
export async function openDirect(
  database: Database,
  outbox: OutboxRows,
  intent: OpenDirect,
): Promise<Opened> {
  const conversation_id = await conversationOfPair(database, intent);
  const created = await database.transaction(async (transaction) => {
    const inserted = await transaction.query(
      `INSERT INTO conversation (conversation_id, kind, created_at) VALUES ($1::uuid, 'direct', $2::bigint)
       ON CONFLICT DO NOTHING RETURNING true`,
      uuidOf(conversation_id),
      String(intent.now),
    );
    const isNew = inserted.length > 0;
    if (isNew) {
      transaction.write(
        `INSERT INTO membership (conversation_id, account_id, address, shown)
         SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::boolean[])`,
        ...columnsOf(membersOf(intent, conversation_id)),
      );
    }
    const cause = uuidOf(conversation_id);
    outbox.queue(
      transaction,
      effectsOf(intent, conversation_id, isNew).map((effect) => ({ cause, effect })),
    );
    return isNew;
  });
  return { conversation_id, created };
}

/** Null also while the pair has an id and nobody has made the conversation yet. */
export async function readDirect(
  database: Database,
  account_id: AccountId,
  peer: AccountId,
): Promise<ConversationId | null> {
  const [row] = await database.query<{ conversation_id: string }>(
    `SELECT conversation_id FROM direct_pair JOIN conversation USING (conversation_id)
     WHERE first_account_id = $1::uuid AND second_account_id = $2::uuid`,
    ...pairOf(account_id, peer),
  );
  return row ? idOf("conversation", row.conversation_id) : null;
}

/** The same, whoever of the two opens it. */
function pairOf(one: AccountId, other: AccountId): [string, string] {
  const [first, second] = [uuidOf(one), uuidOf(other)].sort();
  return [first!, second!];
}

/** ON CONFLICT DO UPDATE, so that the row is returned whoever made it; its value does not change. */
async function conversationOfPair(database: Database, intent: OpenDirect): Promise<ConversationId> {
  const [first, second] = pairOf(intent.opener, intent.peer);
  const [pair] = await database.query<{ conversation_id: string }>(
    `INSERT INTO direct_pair (first_account_id, second_account_id, conversation_id)
     VALUES ($1::uuid, $2::uuid, $3::uuid)
     ON CONFLICT (first_account_id, second_account_id)
       DO UPDATE SET conversation_id = direct_pair.conversation_id
     RETURNING conversation_id`,
    first,
    second,
    uuidOf(intent.new_conversation_id),
  );
  return idOf("conversation", pair!.conversation_id);
}

/** The opener is seen from the start, the peer once they have written or read. With oneself there is one member. */
function membersOf(intent: OpenDirect, conversation_id: ConversationId) {
  const { opener, opener_address, peer, peer_address } = intent;
  const addresses = new Map([
    [opener, opener_address],
    [peer, peer_address],
  ]);
  return [...addresses].map(
    ([account_id, address]) =>
      [uuidOf(conversation_id), uuidOf(account_id), address, account_id === opener] as const,
  );
}

/** A new conversation is listed for both; a known one for who asked, who may have lost it from the list. */
function effectsOf(
  { opener, peer, now }: OpenDirect,
  conversation_id: ConversationId,
  isNew: boolean,
): Effect[] {
  const listing = (account_id: AccountId): Effect => ({
    kind: "list_conversation",
    account_id,
    conversation_id,
    opened_by_me: account_id === opener,
    conversation: "direct",
    title: null,
    state: "active",
    invited_by: null,
    at: now,
  });
  if (!isNew) return [listing(opener)];
  const shown: Effect = { kind: "refresh_member", account_id: opener, conversation_id };
  return [shown, ...[...new Set([opener, peer])].map(listing)];
}
