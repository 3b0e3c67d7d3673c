import type { Database } from "bun:sqlite";
import type { ConversationId, DeviceId, SendableContent } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { SCHEDULED_LEASE_MS_MAX, type ScheduledMessage, type ScheduledStore } from "../scheduled-store.ts";
import type { Directory } from "./directory.ts";
import type { SqliteWriter } from "./writer.ts";

interface Row {
  account_no: number;
  scheduled_id: string;
  device_id: DeviceId;
  conversation_id: ConversationId;
  content: string;
  due_at: number;
}

/** Due, and not leased: a lease that ends too far ahead is from before the clock was set back. */
const CLAIMABLE = "due_at <= ? AND (leased_until IS NULL OR leased_until <= ? OR leased_until > ?)";

export function sqliteScheduled(
  { database, directory }: { database: Database; directory: Directory },
  writer: SqliteWriter,
): ScheduledStore {
  const present = database.query<{ leased_until: number | null }, [number, string]>(
    "SELECT leased_until FROM scheduled WHERE account_no = ? AND scheduled_id = ?",
  );
  const count = database.query<{ count: number }, [number]>(
    "SELECT count(*) AS count FROM scheduled WHERE account_no = ?",
  );
  const put = database.query<unknown, [number, string, string, string, string, number]>(
    `INSERT OR REPLACE INTO scheduled (account_no, scheduled_id, device_id, conversation_id, content, due_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const remove = database.query<unknown, [number, string]>(
    "DELETE FROM scheduled WHERE account_no = ? AND scheduled_id = ?",
  );
  const isDue = database.query<unknown, [number, number, number]>(
    `SELECT 1 FROM scheduled WHERE ${CLAIMABLE} LIMIT 1`,
  );
  const claim = database.query<Row, [number, number, number, number, number]>(
    `UPDATE scheduled SET leased_until = ? WHERE (account_no, scheduled_id) IN
       (SELECT account_no, scheduled_id FROM scheduled WHERE ${CLAIMABLE} ORDER BY due_at LIMIT ?)
     RETURNING account_no, scheduled_id, device_id, conversation_id, content, due_at`,
  );

  function set(message: ScheduledMessage, scheduled_max: number): void {
    const { scheduled_id, device_id, conversation_id, content, due_at } = message;
    const account_no = directory.accountNo(message.account_id)!;
    const before = present.get(account_no, scheduled_id);
    if (before && before.leased_until !== null) throw new FeiliaoError("target_gone");
    if (!before && count.get(account_no)!.count >= scheduled_max) throw new FeiliaoError("limit_reached");
    put.run(account_no, scheduled_id, device_id, conversation_id, JSON.stringify(content), due_at);
  }

  function toMessage({ account_no, content, ...row }: Row): ScheduledMessage {
    const account_id = directory.accountId(account_no);
    return { ...row, account_id, content: JSON.parse(content) as SendableContent };
  }

  return {
    set: (message, scheduled_max) => writer.write(() => set(message, scheduled_max)),
    cancel: (account_id, scheduled_id) =>
      writer.write(() => {
        const account_no = directory.accountNo(account_id)!;
        if (present.get(account_no, scheduled_id)?.leased_until !== null) return false;
        return remove.run(account_no, scheduled_id).changes > 0;
      }),
    async claim(limit, now, lease_ms) {
      const horizon = now + SCHEDULED_LEASE_MS_MAX;
      if (!isDue.get(now, now, horizon)) return []; // most polls: nothing is written for them
      const rows = await writer.write(() => claim.all(now + lease_ms, now, now, horizon, limit));
      return rows.map(toMessage).sort((a, b) => a.due_at - b.due_at);
    },
    done: (account_id, scheduled_id) =>
      writer.write(() => void remove.run(directory.accountNo(account_id)!, scheduled_id)),
  };
}
