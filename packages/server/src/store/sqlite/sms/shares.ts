import type { Database } from "bun:sqlite";
import type { SmsShare, SmsShares } from "../../sms/shares.ts";
import type { SqliteWriter } from "../writer.ts";

export function sqliteSmsShares(database: Database, writer: SqliteWriter): SmsShares {
  const put = database.query<unknown, [Uint8Array, string, number, string, number]>(
    "INSERT OR REPLACE INTO sms_share (token_hash, conversation_id, seq, sender, expires_at) VALUES (?, ?, ?, ?, ?)",
  );
  const get = database.query<SmsShare, [Uint8Array, number]>(
    "SELECT conversation_id, seq, sender, expires_at FROM sms_share WHERE token_hash = ? AND expires_at > ?",
  );
  return {
    share: (token_hash, { conversation_id, seq, sender, expires_at }) =>
      writer.write(() => void put.run(token_hash, conversation_id, seq, sender, expires_at)),
    shared: async (token_hash, now) => get.get(token_hash, now),
  };
}
