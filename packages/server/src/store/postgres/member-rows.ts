import type { AccountId } from "@feiliao/protocol";
import type { MemberState } from "./conversation-state.ts";
import { idOf } from "./ids.ts";

/** A row of membership as selected by MEMBER_COLUMNS. */
export type MemberRow = Omit<MemberState, "account_id"> & { account_id: string };

export const MEMBER_COLUMNS = `membership.account_id, role, state, muted_until::float8, from_seq, joined_seq, blocked,
  shown, leads, delivered, read, heard, membership.revision, membership.told_revision, address, name, picture, deleted`;

export function toMemberState(row: MemberRow): MemberState {
  return { ...row, account_id: idOf<AccountId>("account", row.account_id) };
}

/** An account's id as its text is ordered, without prefix: base64url of the uuid (RFC 4648, section 5). */
export const ACCOUNT_ID_TEXT = `rtrim(translate(encode(uuid_send(membership.account_id), 'base64'), '+/', '-_'), '=') COLLATE "C"`;
