import type { AccountId, EntryContent, Fold } from "@feiliao/protocol";
import { asked, distinct, type Part, type Writes } from "./facts-query.ts";
import { idOf, uuidOf } from "./ids.ts";
import { MEMBER_COLUMNS, type MemberRow, toMemberState } from "./member-rows.ts";
import type { Transaction } from "./transaction.ts";

type TargetRow = {
  sender: string;
  server_time: number;
  content: string;
  fold: string | null;
};

/** The entries that writes of the batch change, and what those who wrote them are now. */
export async function loadTargets(transaction: Transaction, writes: Writes): Promise<Part> {
  const targets = distinct(
    writes.flatMap(({ conversation_id, append, target }) => {
      const seq = target ?? (append && "target" in append.content ? append.content.target : null);
      return seq === null ? [] : [{ conversation_id, seq }];
    }),
    ({ conversation_id, seq }) => `${conversation_id}${seq}`,
  );
  const rows = await asked<TargetRow & (MemberRow | { account_id: null })>(
    transaction,
    `SELECT n::integer, entry.account_id AS sender, server_time::float8, content, fold, ${MEMBER_COLUMNS}
     FROM unnest($1::uuid[], $2::bigint[]) WITH ORDINALITY AS asked (conversation_id, seq, n)
     JOIN entry USING (conversation_id, seq)
     LEFT JOIN membership
       ON membership.conversation_id = asked.conversation_id AND membership.account_id = entry.account_id`,
    targets.map(({ conversation_id, seq }) => [uuidOf(conversation_id), seq]),
  );
  return (states) => {
    // Each is known to be asked for, so that it is noted when the batch itself appends it.
    for (const { conversation_id, seq } of targets) states.get(conversation_id)?.targets.set(seq, null);
    for (const { n, sender, server_time, content, fold, ...row } of rows) {
      const { conversation_id, seq } = targets[n - 1]!;
      const state = states.get(conversation_id);
      const account_id = idOf<AccountId>("account", sender);
      state?.targets.set(seq, {
        seq,
        sender: account_id,
        server_time,
        content: JSON.parse(content) as EntryContent,
        fold: fold === null ? undefined : (JSON.parse(fold) as Fold),
      });
      if (row.account_id !== null) state?.members.set(account_id, toMemberState(row as MemberRow));
    }
  };
}
