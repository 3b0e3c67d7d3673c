import type { CreateGroup } from "../conversation-store.ts";
import { columnsOf } from "./array-literal.ts";
import type { Database } from "./database.ts";
import { uuidOf } from "./ids.ts";
import type { OutboxRows } from "./outbox.ts";

/** A second time changes nothing. */
export function createGroup(database: Database, outbox: OutboxRows, intent: CreateGroup): Promise<void> {
  const { conversation_id, title, members, now } = intent;
  const cause = uuidOf(conversation_id);
  return database.transaction(async (transaction) => {
    const created = await transaction.query(
      `INSERT INTO conversation (conversation_id, kind, title, created_at) VALUES ($1::uuid, 'group', $2, $3::bigint)
       ON CONFLICT DO NOTHING RETURNING true`,
      cause,
      title,
      String(now),
    );
    if (created.length === 0) return;
    transaction.write(
      `INSERT INTO membership (conversation_id, account_id, name, shown)
       SELECT *, true FROM unnest($1::uuid[], $2::uuid[], $3::text[])`,
      ...columnsOf(members.map(({ account_id, name }) => [cause, uuidOf(account_id), name])),
    );
    outbox.queue(
      transaction,
      members.map(({ account_id }) => ({
        cause,
        effect: {
          kind: "list_conversation",
          account_id,
          conversation_id,
          opened_by_me: false,
          conversation: "group",
          title,
          at: now,
        },
      })),
    );
  });
}
