import type { AccountId, ConversationId } from "@feiliao/protocol";
import { makesAdmins } from "../group-rules.ts";
import { columnsOf } from "./array-literal.ts";
import { leaves } from "./conversation-state.ts";
import type { WriteNeeds } from "./conversation-writer.ts";
import { type Appends, asked, distinct, type Part, type Writes } from "./facts-query.ts";
import { uuidOf } from "./ids.ts";
import { ACCOUNT_ID_TEXT, MEMBER_COLUMNS, type MemberRow, toMemberState } from "./member-rows.ts";
import type { Row, Transaction } from "./transaction.ts";

interface Key {
  conversation_id: ConversationId;
  account_id: AccountId;
}

/** Whose watermarks, profile or standing may change. Who appends is loaded anyway. */
export async function loadMembers(transaction: Transaction, writes: Writes): Promise<Part> {
  const members = distinct(writes.flatMap(changedBy), (key) => `${key.conversation_id}${key.account_id}`);
  const rows = await asked<MemberRow>(
    transaction,
    `SELECT n::integer, ${MEMBER_COLUMNS}
     FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS asked (conversation_id, account_id, n)
     JOIN membership USING (conversation_id, account_id)`,
    members.map(uuidsOf),
  );
  return (states) => {
    for (const { n, ...row } of rows) {
      const { conversation_id, account_id } = members[n - 1]!;
      states.get(conversation_id)?.members.set(account_id, toMemberState(row));
    }
  };
}

/**
 * Who would take over each group that its owner may leave: the admin and the member who came first, of those whom
 * the batch does not touch; those it does are loaded by loadMembers.
 */
export async function loadHeirs(transaction: Transaction, appends: Appends): Promise<Part> {
  const left = [...new Set(appends.filter(leaves).map(({ conversation_id }) => conversation_id))];
  if (left.length === 0) return () => {};
  const touched = appends.flatMap((append) => changedBy({ ...append, append }));
  const best = (which: string) =>
    `(SELECT ${MEMBER_COLUMNS} FROM membership
      WHERE membership.conversation_id = owner.conversation_id AND state = 'active' AND ${which}
        AND NOT EXISTS (SELECT FROM touched WHERE touched.conversation_id = membership.conversation_id
                                              AND touched.account_id = membership.account_id)
      ORDER BY joined_seq, ${ACCOUNT_ID_TEXT} LIMIT 1)`;
  const rows = await transaction.query<Row & MemberRow & { n: number }>(
    `WITH touched AS MATERIALIZED (SELECT * FROM unnest($2::uuid[], $3::uuid[]) AS touched (conversation_id, account_id))
     SELECT n::integer, heir.*
     FROM unnest($1::uuid[]) WITH ORDINALITY AS left_by (conversation_id, n)
     JOIN membership AS owner USING (conversation_id)
     JOIN touched USING (conversation_id, account_id)
     CROSS JOIN LATERAL (${best("leads AND role = 'admin'")} UNION ALL ${best("role = 'member'")}) AS heir
     WHERE owner.leads AND owner.role = 'owner'`,
    ...columnsOf(left.map((conversation_id) => [uuidOf(conversation_id)])),
    ...columnsOf(touched.map(uuidsOf)),
  );
  return (states) => {
    for (const { n, ...row } of rows) {
      const heir = toMemberState(row);
      states.get(left[n - 1]!)?.members.set(heir.account_id, heir);
    }
  };
}

/** The admins of each group that is to have more of them. */
export async function loadAdmins(transaction: Transaction, appends: Appends): Promise<Part> {
  const more = appends.filter(({ content }) => makesAdmins(content));
  const ids = [...new Set(more.map(({ conversation_id }) => conversation_id))];
  const rows = await asked<MemberRow>(
    transaction,
    `SELECT n::integer, ${MEMBER_COLUMNS}
     FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (conversation_id, n)
     JOIN membership USING (conversation_id) WHERE leads AND role = 'admin'`,
    ids.map((conversation_id) => [uuidOf(conversation_id)]),
  );
  return (states) => {
    for (const { n, ...row } of rows) {
      const admin = toMemberState(row);
      states.get(ids[n - 1]!)?.members.set(admin.account_id, admin);
    }
  };
}

/** The members that a write may change. */
function changedBy({ conversation_id, account_id, append }: WriteNeeds): Key[] {
  if (!account_id) return [];
  if (!append) return [{ conversation_id, account_id }];
  if (append.content.type !== "membership") return [];
  // Who hands a group over changes too.
  return [account_id, ...append.content.account_ids].map((id) => ({ conversation_id, account_id: id }));
}

function uuidsOf({ conversation_id, account_id }: Key): [string, string] {
  return [uuidOf(conversation_id), uuidOf(account_id)];
}
