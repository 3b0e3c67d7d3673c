import type { AccountId, ConversationId } from "@feiliao/protocol";
import type { SmsShares } from "../../sms/shares.ts";
import type { Database } from "../database.ts";
import { idOf, uuidOf } from "../ids.ts";

type Row = { conversation_id: string; seq: number; sender: string; expires_at: string };

export function postgresSmsShares(database: Database): SmsShares {
  return {
    async share(token_hash, { conversation_id, seq, sender, expires_at }) {
      await database.query(
        `INSERT INTO sms_share (token_hash, conversation_id, seq, sender, expires_at)
         VALUES ($1::bytea, $2::uuid, $3::integer, $4::uuid, $5::bigint)
         ON CONFLICT (token_hash) DO UPDATE SET conversation_id = excluded.conversation_id, seq = excluded.seq,
           sender = excluded.sender, expires_at = excluded.expires_at`,
        token_hash,
        ...[uuidOf(conversation_id), String(seq), uuidOf(sender), String(expires_at)],
      );
    },
    async shared(token_hash, now) {
      const [row] = await database.query<Row>(
        `SELECT conversation_id, seq, sender, expires_at FROM sms_share
         WHERE token_hash = $1::bytea AND expires_at > $2::bigint`,
        token_hash,
        String(now),
      );
      if (!row) return null;
      return {
        conversation_id: idOf<ConversationId>("conversation", row.conversation_id),
        seq: row.seq,
        sender: idOf<AccountId>("account", row.sender),
        expires_at: Number(row.expires_at),
      };
    },
  };
}
