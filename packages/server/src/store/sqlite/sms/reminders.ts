import type { Database } from "bun:sqlite";
import { SMS_LEASE_MS_MAX } from "../../sms/ledger.ts";
import type { SmsReminder, SmsReminders } from "../../sms/reminders.ts";
import type { SqliteWriter } from "../writer.ts";

const COLUMNS = "conversation_id, recipient, seq, sender, mode, unless, due_at";
const CLAIMABLE = "due_at <= ?1 AND (leased_until IS NULL OR leased_until <= ?1 OR leased_until > ?2)";
const THIS = "conversation_id = ? AND recipient = ? AND seq = ?";

export function sqliteSmsReminders(database: Database, writer: SqliteWriter): SmsReminders {
  const armed = database.query<unknown, [string, string, number, string]>(
    `SELECT 1 FROM sms_reminder WHERE conversation_id = ?1 AND recipient = ?2 AND (seq = ?3 OR (mode <> 'full' AND mode = ?4))`,
  );
  const arm = database.query<unknown, [string, string, number, string, string, string, number]>(
    `INSERT INTO sms_reminder (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const isDue = database.query<unknown, [number, number]>(
    `SELECT 1 FROM sms_reminder WHERE ${CLAIMABLE} LIMIT 1`,
  );
  const claim = database.query<SmsReminder, [number, number, number, number]>(
    `UPDATE sms_reminder SET leased_until = ?3 WHERE (conversation_id, recipient, seq) IN
       (SELECT conversation_id, recipient, seq FROM sms_reminder WHERE ${CLAIMABLE} ORDER BY due_at LIMIT ?4)
     RETURNING ${COLUMNS}`,
  );
  const end = database.query<unknown, [string, string, number]>(`DELETE FROM sms_reminder WHERE ${THIS}`);
  const delay = database.query<unknown, [number, string, string, number]>(
    `UPDATE sms_reminder SET due_at = ?, leased_until = NULL WHERE ${THIS}`,
  );
  const upTo = database.query<SmsReminder, [string, string, number]>(
    `SELECT ${COLUMNS} FROM sms_reminder WHERE conversation_id = ? AND recipient = ? AND seq <= ? ORDER BY seq`,
  );
  const takeNotice = database.query<unknown, [string, string, number, number]>(
    `INSERT INTO sms_notice (conversation_id, recipient, sent_at) VALUES (?1, ?2, ?3)
     ON CONFLICT DO UPDATE SET sent_at = excluded.sent_at WHERE sent_at <= ?4 OR sent_at > excluded.sent_at`,
  );

  function remind(reminder: SmsReminder): SmsReminder | null {
    const { conversation_id, recipient, seq, sender, mode, unless, due_at } = reminder;
    if (armed.get(conversation_id, recipient, seq, mode)) return null;
    arm.run(conversation_id, recipient, seq, sender, mode, unless, due_at);
    return reminder;
  }

  return {
    remind: (reminders) => writer.write(() => reminders.map(remind).filter((reminder) => reminder !== null)),
    async claimReminders(limit, now, lease_ms) {
      const horizon = now + SMS_LEASE_MS_MAX;
      if (!isDue.get(now, horizon)) return [];
      const claimed = await writer.write(() => claim.all(now, horizon, now + lease_ms, limit));
      return claimed.sort((a, b) => a.due_at - b.due_at);
    },
    endReminder: ({ conversation_id, recipient, seq }) =>
      writer.write(() => end.run(conversation_id, recipient, seq).changes > 0),
    delayReminder: ({ conversation_id, recipient, seq }, due_at) =>
      writer.write(() => void delay.run(due_at, conversation_id, recipient, seq)),
    remindersUpTo: async (conversation_id, recipient, seq) => upTo.all(conversation_id, recipient, seq),
    takeNotice: (conversation_id, recipient, now, every_ms) =>
      writer.write(() => takeNotice.run(conversation_id, recipient, now, now - every_ms).changes > 0),
  };
}
