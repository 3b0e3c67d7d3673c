import type { AccountId } from "@feiliao/protocol";
import type { MemberState } from "./conversation-state.ts";
import { idOf } from "./ids.ts";

/** A row of membership as selected by MEMBER_COLUMNS. */
export type MemberRow = Omit<MemberState, "account_id"> & { account_id: string };

export const MEMBER_COLUMNS = `membership.account_id, role, state, muted_until::float8, from_seq, joined_seq, blocked,
  shown, delivered, read, heard, membership.revision, address, name, picture`;

export function toMemberState(row: MemberRow): MemberState {
  return { ...row, account_id: idOf<AccountId>("account", row.account_id) };
}

/** Who came first, and of those who came at once, as their ids are ordered as text. */
export const JOINING_ORDER = `membership.joined_seq,
  translate(encode(uuid_send(membership.account_id), 'base64'), '+/', '-_') COLLATE "C"`;
