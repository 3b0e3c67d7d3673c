import type { AppendFacts } from "../append-rules.ts";
import { type Appends, asked, type Part } from "./facts-query.ts";
import { uuidOf } from "./ids.ts";
import type { Transaction } from "./transaction.ts";

/** The talks that appends end. Locked too: packets are stored under the lock of their talk alone. */
export async function loadTalks(transaction: Transaction, appends: Appends): Promise<Part> {
  const ends = appends.flatMap(({ conversation_id, talk }) =>
    talk && "end" in talk ? [{ conversation_id, talk_id: talk.end }] : [],
  );
  const rows = await asked<NonNullable<AppendFacts["talk"]>>(
    transaction,
    `SELECT n::integer, state, next_packet
     FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS asked (conversation_id, talk_id, n)
     JOIN talk USING (conversation_id, talk_id)
     ORDER BY conversation_id, talk_id FOR NO KEY UPDATE OF talk`,
    ends.map(({ conversation_id, talk_id }) => [uuidOf(conversation_id), uuidOf(talk_id)]),
  );
  return (states) => {
    for (const { n, ...talk } of rows) {
      const { conversation_id, talk_id } = ends[n - 1]!;
      states.get(conversation_id)?.talks.set(talk_id, talk);
    }
  };
}
