import type { AccountId, ConversationId, DeviceId, SendableContent } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { SCHEDULED_LEASE_MS_MAX, type ScheduledMessage, type ScheduledStore } from "../scheduled-store.ts";
import type { Database } from "./database.ts";
import { idOf, uuidOf } from "./ids.ts";
import type { Transaction } from "./transaction.ts";

type Row = {
  account_id: string;
  scheduled_id: string;
  device_id: string;
  conversation_id: string;
  content: string;
  due_at: string;
};

/**
 * Due, and not leased: a lease that ends too far ahead is from before the clock was set back. SKIP LOCKED: what
 * another node claims at this moment is neither waited for nor taken twice.
 */
const CLAIM = `
  WITH due AS MATERIALIZED (
    SELECT account_id, scheduled_id FROM scheduled
    WHERE due_at <= $2::bigint
      AND (leased_until IS NULL OR leased_until <= $2::bigint OR leased_until > $3::bigint)
    ORDER BY due_at LIMIT $4::integer FOR UPDATE SKIP LOCKED)
  UPDATE scheduled SET leased_until = $1::bigint FROM due
  WHERE scheduled.account_id = due.account_id AND scheduled.scheduled_id = due.scheduled_id
  RETURNING scheduled.account_id, scheduled.scheduled_id, device_id, conversation_id, content, due_at`;

export function postgresScheduled(database: Database): ScheduledStore {
  async function set(transaction: Transaction, message: ScheduledMessage, max: number): Promise<void> {
    const { scheduled_id, content, due_at } = message;
    const account = uuidOf(message.account_id);
    // Of two that are set at once, the second counts the first.
    transaction.write("SELECT FROM account WHERE account_id = $1::uuid FOR UPDATE", account);
    const [facts] = await transaction.query<{ others: number; present: boolean; leased: boolean }>(
      `SELECT count(*)::integer AS others,
         coalesce(bool_or(scheduled_id = $2), false) AS present,
         coalesce(bool_or(scheduled_id = $2 AND leased_until IS NOT NULL), false) AS leased
       FROM scheduled WHERE account_id = $1::uuid`,
      account,
      scheduled_id,
    );
    const { others, present, leased } = facts!;
    if (leased) throw new FeiliaoError("target_gone");
    if (!present && others >= max) throw new FeiliaoError("limit_reached");
    transaction.write(
      `INSERT INTO scheduled (account_id, scheduled_id, device_id, conversation_id, content, due_at)
       VALUES ($1::uuid, $2, $3::uuid, $4::uuid, $5, $6::bigint)
       ON CONFLICT (account_id, scheduled_id) DO UPDATE SET device_id = excluded.device_id,
         conversation_id = excluded.conversation_id, content = excluded.content, due_at = excluded.due_at`,
      ...[account, scheduled_id, uuidOf(message.device_id), uuidOf(message.conversation_id)],
      ...[JSON.stringify(content), String(due_at)],
    );
  }

  return {
    set: (message, scheduled_max) =>
      database.transaction((transaction) => set(transaction, message, scheduled_max)),
    async cancel(account_id, scheduled_id) {
      const cancelled = await database.change(
        `DELETE FROM scheduled
         WHERE account_id = $1::uuid AND scheduled_id = $2 AND leased_until IS NULL`,
        uuidOf(account_id),
        scheduled_id,
      );
      return cancelled > 0;
    },
    async claim(limit, now, lease_ms) {
      const rows = await database.query<Row>(
        CLAIM,
        ...[now + lease_ms, now, now + SCHEDULED_LEASE_MS_MAX, limit].map(String),
      );
      return rows.map(toMessage).sort((a, b) => a.due_at - b.due_at);
    },
    async done(account_id, scheduled_id) {
      await database.query(
        "DELETE FROM scheduled WHERE account_id = $1::uuid AND scheduled_id = $2",
        uuidOf(account_id),
        scheduled_id,
      );
    },
  };
}

function toMessage(row: Row): ScheduledMessage {
  return {
    account_id: idOf<AccountId>("account", row.account_id),
    device_id: idOf<DeviceId>("device", row.device_id),
    scheduled_id: row.scheduled_id,
    conversation_id: idOf<ConversationId>("conversation", row.conversation_id),
    content: JSON.parse(row.content) as SendableContent,
    due_at: Number(row.due_at),
  };
}
