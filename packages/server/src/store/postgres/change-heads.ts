import type { AccountId, ConversationId } from "@feiliao/protocol";
import type { SyncHead, SyncView } from "../change-rules.ts";
import type { Position } from "../conversation-store.ts";
import { arrayOf } from "./array-literal.ts";
import { idOf, uuidOf } from "./ids.ts";
import { STANDING_COLUMNS, type StandingRow } from "./standing-rows.ts";
import type { Transaction } from "./transaction.ts";

/** A conversation as it looks to who reads it. */
export interface Head extends SyncHead, SyncView, StandingRow {
  id: ConversationId;
  uuid: string;
  /** The revision that its state came with. */
  info_revision: number;
  /** The log's chain at the seq that the device has. */
  chain_at: number | null;
}

type HeadRow = Omit<Head, "id" | "uuid"> & { conversation_id: string };

/** Of those among the conversations that the reader has to do with, in their order. */
export async function readHeads(
  transaction: Transaction,
  reader: AccountId,
  conversations: readonly ConversationId[],
  positions: ReadonlyMap<ConversationId, Position>,
): Promise<Head[]> {
  const rows = await transaction.query<HeadRow>(
    `SELECT conversation_id, (SELECT epoch FROM log_epoch) AS epoch, last_seq, last_time::float8,
            conversation.chain::float8, conversation.revision, info_revision, from_seq, ${STANDING_COLUMNS},
            greatest(conversation.told_revision, membership.revision) AS told_revision,
            CASE WHEN had.seq = last_seq THEN conversation.chain ELSE
              (SELECT chain FROM entry WHERE entry.conversation_id = had.conversation_id AND entry.seq = had.seq)
            END::float8 AS chain_at
     FROM unnest($2::uuid[], $3::integer[]) WITH ORDINALITY AS had (conversation_id, seq, n)
     JOIN conversation USING (conversation_id)
     JOIN membership USING (conversation_id)
     WHERE account_id = $1::uuid
     ORDER BY n`,
    uuidOf(reader),
    arrayOf(conversations.map(uuidOf)),
    arrayOf(conversations.map((id) => positions.get(id)?.seq ?? 0)),
  );
  return rows.map(({ conversation_id: uuid, ...row }) => ({
    ...row,
    id: idOf<ConversationId>("conversation", uuid),
    uuid,
  }));
}
