import type { ConversationInfo } from "@feiliao/protocol";
import type { CreateGroup } from "../conversation-store.ts";
import { columnsOf } from "./array-literal.ts";
import type { Database } from "./database.ts";
import { uuidOf } from "./ids.ts";
import type { OutboxRows, QueuedEffect } from "./outbox.ts";

/** A second time changes nothing. */
export function createGroup(database: Database, outbox: OutboxRows, intent: CreateGroup): Promise<void> {
  const { conversation_id, kind, members, now } = intent;
  const cause = uuidOf(conversation_id);
  return database.transaction(async (transaction) => {
    const created = await transaction.query(
      `INSERT INTO conversation (conversation_id, kind, info, created_at) VALUES ($1::uuid, $2, $3, $4::bigint)
       ON CONFLICT DO NOTHING RETURNING true`,
      ...[cause, kind, JSON.stringify(infoOf(intent)), String(now)],
    );
    if (created.length === 0) return;
    transaction.write(
      `INSERT INTO membership (conversation_id, account_id, role, leads, address, name, picture, shown)
       SELECT *, true FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::boolean[], $5::text[], $6::text[], $7::text[])`,
      ...columnsOf(
        members.map(({ account_id, address, name, picture }, index) => {
          const owns = index === 0;
          return [cause, uuidOf(account_id), owns ? "owner" : "member", owns, address, name, picture];
        }),
      ),
    );
    outbox.queue(transaction, listingsOf(intent));
  });
}

function infoOf({ kind, title, settings, members }: CreateGroup): ConversationInfo {
  return {
    kind,
    title,
    picture: null,
    description: "",
    announcement: null,
    settings,
    disappear_after_s: 0,
    pins: [],
    member_count: members.length,
  };
}

function listingsOf({ conversation_id, kind, title, members, now }: CreateGroup): QueuedEffect[] {
  return members.map(({ account_id }) => ({
    cause: uuidOf(conversation_id),
    effect: {
      kind: "list_conversation",
      account_id,
      conversation_id,
      opened_by_me: false,
      conversation: kind,
      title,
      state: "active",
      invited_by: null,
      at: now,
    },
  }));
}
