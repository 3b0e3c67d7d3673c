import type { AccountId, ConversationInfo, Member } from "@feiliao/protocol";
import { columnsOf } from "./array-literal.ts";
import type { Share } from "./changes.ts";
import { toMember } from "./conversation-state.ts";
import { ENTRY_COLUMNS, type EntryRow } from "./entry-rows.ts";
import { uuidOf } from "./ids.ts";
import { readInfo } from "./info-column.ts";
import { MEMBER_COLUMNS, type MemberRow, toMemberState } from "./member-rows.ts";
import type { Transaction } from "./transaction.ts";

export type ChainedRow = EntryRow & { chain: string };

/** Each share's entries, by the index of the share. */
export async function readEntries(
  transaction: Transaction,
  shares: readonly Share[],
): Promise<Map<number, ChainedRow[]>> {
  const wanted = shares.flatMap(({ head, after_seq, entries_max }, index) =>
    entries_max > 0 ? [[index, head.uuid, after_seq, entries_max]] : [],
  );
  if (wanted.length === 0) return new Map();
  const rows = await transaction.query<ChainedRow & { share: number }>(
    `SELECT share, entry.*
     FROM unnest($1::integer[], $2::uuid[], $3::integer[], $4::integer[])
       AS wanted (share, conversation_id, after_seq, entries_max)
     CROSS JOIN LATERAL (
       SELECT ${ENTRY_COLUMNS}, chain FROM entry
       WHERE entry.conversation_id = wanted.conversation_id AND seq > after_seq
       ORDER BY seq LIMIT entries_max
     ) AS entry
     ORDER BY share, seq`,
    ...columnsOf(wanted),
  );
  return Map.groupBy(rows, (row) => row.share);
}

/** Of others what everybody is told, in a channel of those alone who lead or led it; of oneself everything. */
const TOLD_MEMBERS = `
  SELECT share, told.*
  FROM unnest($2::integer[], $3::uuid[], $4::integer[], $5::boolean[])
    AS wanted (share, conversation_id, after_revision, is_channel)
  CROSS JOIN LATERAL (
    SELECT ${MEMBER_COLUMNS} FROM membership
    WHERE membership.conversation_id = wanted.conversation_id AND NOT is_channel
      AND account_id <> $1::uuid AND told_revision > after_revision
    UNION ALL
    SELECT ${MEMBER_COLUMNS} FROM membership
    WHERE membership.conversation_id = wanted.conversation_id AND is_channel AND leads
      AND account_id <> $1::uuid AND told_revision > after_revision
    UNION ALL
    SELECT ${MEMBER_COLUMNS} FROM membership
    WHERE membership.conversation_id = wanted.conversation_id
      AND account_id = $1::uuid AND revision > after_revision
  ) AS told`;

/** Each share's members that changed, by the index of the share. */
export async function readMembers(
  transaction: Transaction,
  reader: AccountId,
  shares: readonly Share[],
): Promise<Map<number, Member[]>> {
  if (shares.length === 0) return new Map();
  const rows = await transaction.query<MemberRow & { share: number }>(
    TOLD_MEMBERS,
    uuidOf(reader),
    ...columnsOf(
      shares.map(({ head, after_revision }, index) => [
        index,
        head.uuid,
        after_revision,
        head.kind === "channel",
      ]),
    ),
  );
  const byShare = Map.groupBy(rows, (row) => row.share);
  return new Map(
    [...byShare].map(([share, members]) => [share, members.map((row) => toMember(toMemberState(row)))]),
  );
}

/** Each share's state, where that changed, by the index of the share. */
export async function readInfos(
  transaction: Transaction,
  shares: readonly Share[],
): Promise<Map<number, ConversationInfo>> {
  const changed = shares.flatMap(({ head, after_revision }, index) =>
    head.info_revision > after_revision ? [[index, head.uuid]] : [],
  );
  if (changed.length === 0) return new Map();
  const rows = await transaction.query<{ share: number; info: string | null }>(
    `SELECT share, info FROM unnest($1::integer[], $2::uuid[]) AS wanted (share, conversation_id)
     JOIN conversation USING (conversation_id)`,
    ...columnsOf(changed),
  );
  return new Map(rows.map(({ share, info }) => [share, readInfo(info)]));
}
