import type { AccountId, ConversationId } from "@feiliao/protocol";
import { SMS_LEASE_MS_MAX } from "../../sms/ledger.ts";
import type { SmsReminder, SmsReminders } from "../../sms/reminders.ts";
import type { Database } from "../database.ts";
import { idOf, uuidOf } from "../ids.ts";
import type { Transaction } from "../transaction.ts";

type Row = Omit<SmsReminder, "due_at"> & { due_at: string };

const COLUMNS = "conversation_id, recipient, seq, sender, mode, unless, due_at";
const THIS = "conversation_id = $1::uuid AND recipient = $2::uuid AND seq = $3::integer";
/** Two that arm for one conversation at once must see each other. */
const LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('sms reminder ' || $1::text || $2::text, 0))";
const ARM = `
  INSERT INTO sms_reminder (${COLUMNS})
  SELECT $1::uuid, $2::uuid, $3::integer, $4::uuid, $5, $6, $7::bigint
  WHERE NOT EXISTS (SELECT FROM sms_reminder WHERE conversation_id = $1::uuid AND recipient = $2::uuid
    AND (seq = $3::integer OR (mode <> 'full' AND mode = $5)))
  RETURNING seq`;
const CLAIM = `
  WITH due AS MATERIALIZED (
    SELECT conversation_id, recipient, seq FROM sms_reminder
    WHERE due_at <= $1::bigint
      AND (leased_until IS NULL OR leased_until <= $1::bigint OR leased_until > $2::bigint)
    ORDER BY due_at LIMIT $4::integer FOR UPDATE SKIP LOCKED)
  UPDATE sms_reminder AS armed SET leased_until = $3::bigint FROM due
  WHERE armed.conversation_id = due.conversation_id AND armed.recipient = due.recipient AND armed.seq = due.seq
  RETURNING armed.conversation_id, armed.recipient, armed.seq, sender, mode, unless, due_at`;
const TAKE_NOTICE = `
  INSERT INTO sms_notice AS sent (conversation_id, recipient, sent_at) VALUES ($1::uuid, $2::uuid, $3::bigint)
  ON CONFLICT (conversation_id, recipient) DO UPDATE SET sent_at = excluded.sent_at
    WHERE sent.sent_at <= $4::bigint OR sent.sent_at > excluded.sent_at
  RETURNING sent_at`;

export function postgresSmsReminders(database: Database): SmsReminders {
  return {
    remind: (reminders) =>
      database.transaction(async (transaction) => {
        const armed: SmsReminder[] = [];
        for (const reminder of reminders) if (await arm(transaction, reminder)) armed.push(reminder);
        return armed;
      }),
    async claimReminders(limit, now, lease_ms) {
      const times = [now, now + SMS_LEASE_MS_MAX, now + lease_ms, limit];
      const rows = await database.query<Row>(CLAIM, ...times.map(String));
      return rows.map(toReminder).sort((a, b) => a.due_at - b.due_at);
    },
    endReminder: async (reminder) =>
      (await database.change(`DELETE FROM sms_reminder WHERE ${THIS}`, ...named(reminder))) > 0,
    async delayReminder(reminder, due_at) {
      await database.query(
        `UPDATE sms_reminder SET due_at = $4::bigint, leased_until = NULL WHERE ${THIS}`,
        ...[...named(reminder), String(due_at)],
      );
    },
    async remindersUpTo(conversation_id, recipient, seq) {
      const rows = await database.query<Row>(
        `SELECT ${COLUMNS} FROM sms_reminder
         WHERE conversation_id = $1::uuid AND recipient = $2::uuid AND seq <= $3::integer ORDER BY seq`,
        ...named({ conversation_id, recipient, seq }),
      );
      return rows.map(toReminder);
    },
    async takeNotice(conversation_id, recipient, now, every_ms) {
      const people = [uuidOf(conversation_id), uuidOf(recipient)];
      const taken = await database.query(TAKE_NOTICE, ...people, String(now), String(now - every_ms));
      return taken.length > 0;
    },
  };
}

async function arm(transaction: Transaction, reminder: SmsReminder): Promise<boolean> {
  const { conversation_id, recipient, sender, mode, unless, due_at } = reminder;
  await transaction.query(LOCK, conversation_id, recipient);
  const what = [uuidOf(sender), mode, unless, String(due_at)];
  return (await transaction.query(ARM, ...named(reminder), ...what)).length > 0;
}

function named({
  conversation_id,
  recipient,
  seq,
}: Pick<SmsReminder, "conversation_id" | "recipient" | "seq">): string[] {
  return [uuidOf(conversation_id), uuidOf(recipient), String(seq)];
}

function toReminder(row: Row): SmsReminder {
  return {
    ...row,
    conversation_id: idOf<ConversationId>("conversation", row.conversation_id),
    recipient: idOf<AccountId>("account", row.recipient),
    sender: idOf<AccountId>("account", row.sender),
    due_at: Number(row.due_at),
  };
}
