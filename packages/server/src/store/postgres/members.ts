import type { AccountId, ConversationId, Member, MemberState } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { toMember } from "./conversation-state.ts";
import type { Database } from "./database.ts";
import { isId, uuidOf } from "./ids.ts";
import { ACCOUNT_ID_TEXT, MEMBER_COLUMNS, type MemberRow, toMemberState } from "./member-rows.ts";
import { mayRead, STANDING_COLUMNS, type StandingRow } from "./standing-rows.ts";

/** One page of the members in a state; to readers of a channel, of owner, admins and themselves. */
export async function readMembers(
  database: Database,
  conversation_id: ConversationId,
  reader: AccountId,
  state: MemberState,
  after: AccountId | null,
  limit: number,
): Promise<Member[]> {
  if (!isId(conversation_id) || !isId(reader)) throw new FeiliaoError("not_found");
  return database.snapshot(async (transaction) => {
    const [conversation, account] = [uuidOf(conversation_id), uuidOf(reader)];
    const [standing] = await transaction.query<StandingRow>(
      `SELECT ${STANDING_COLUMNS} FROM conversation JOIN membership USING (conversation_id)
       WHERE conversation_id = $1::uuid AND account_id = $2::uuid`,
      conversation,
      account,
    );
    if (!mayRead(standing)) throw new FeiliaoError("not_found");
    const isReader = standing.kind === "channel" && standing.role === "member";
    const rows = await transaction.query<MemberRow>(
      `SELECT ${MEMBER_COLUMNS} FROM membership
       WHERE conversation_id = $1::uuid AND state = $2 AND ($3::text IS NULL OR ${ACCOUNT_ID_TEXT} > $3::text)
         ${isReader ? "AND (leads AND role <> 'member' OR account_id = $5::uuid)" : ""}
       ORDER BY ${ACCOUNT_ID_TEXT} LIMIT $4::integer`,
      conversation,
      state,
      after === null ? null : textOf(after),
      String(limit),
      ...(isReader ? [account] : []),
    );
    return rows.map((row) => toMember(toMemberState(row)));
  });
}

/** The part of an id that ACCOUNT_ID_TEXT gives. */
function textOf(account_id: AccountId): string {
  return account_id.slice(account_id.indexOf("_") + 1);
}
