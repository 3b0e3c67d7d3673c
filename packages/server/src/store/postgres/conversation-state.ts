import type {
  AccountId,
  BlobId,
  ConversationId,
  ConversationInfo,
  DeviceId,
  Member,
  TalkId,
} from "@feiliao/protocol";
import type { Facts, Standing } from "../../conversation/can.ts";
import { type AppendFacts, blobsOf, type KnownEntry, type TargetEntry } from "../append-rules.ts";
import type { SyncHead } from "../change-rules.ts";
import type { AppendIntent, ChangedMember } from "../conversation-store.ts";
import { makesAdmins, successor } from "../group-rules.ts";

/** What the right to append depends on: most who do change nothing of their row. */
export interface Sender extends Standing {
  from_seq: number;
  /** The member's name and picture may be seen here. */
  shown: boolean;
}

/** A row of membership. */
export interface MemberState extends Omit<Member, "deleted">, Sender {
  /** The account was erased. */
  deleted: boolean;
  /** The conversation's when it changed last, which the member's own devices are told. */
  revision: number;
  /** The conversation's when it last changed in a way that all others are told. */
  told_revision: number;
  /** Is owner or admin, or once was: in a channel, of these alone the others are told. */
  leads: boolean;
  /** Seq of the entry by which they came in. */
  joined_seq: number;
}

/** A conversation as far as one batch needs to know it, locked by the batch and kept up by its writes. */
export interface ConversationState extends SyncHead {
  readonly id: ConversationId;
  readonly uuid: string;
  info: ConversationInfo;
  /** The revision that `info` came with. */
  info_revision: number;
  /** Revision of the last change that everybody is told. */
  told_revision: number;
  /** Those who append, as they were at first (see senderOf). */
  readonly senders: Map<AccountId, Sender>;
  /** Those whom the batch may change: whom its writes name, and who would take over from an owner who leaves. */
  readonly members: Map<AccountId, MemberState>;
  readonly device_seqs: Map<DeviceId, number>;
  /** Entries under the keys of the batch (see keyOf), those that it appends included. */
  readonly known: Map<string, KnownEntry>;
  /** Entries that the batch refers to, by seq; null: not there (yet). */
  readonly targets: Map<number, TargetEntry | null>;
  /** Blobs that a sender of the batch has uploaded (see grantOf). */
  readonly grants: Set<string>;
  /** In how many messages of the conversation each blob is that the batch shows. */
  readonly blob_refs: Map<BlobId, number>;
  readonly talks: Map<TalkId, NonNullable<AppendFacts["talk"]>>;
  /** When the link ends whose token has this hash, in hex; null: never. Holds what the batch shows. */
  readonly links: Map<string, number | null>;
}

export function keyOf(account_id: AccountId, client_id: string): string {
  return `${account_id} ${client_id}`;
}

export function grantOf(account_id: AccountId, blob_id: BlobId): string {
  return `${account_id} ${blob_id}`;
}

/** What somebody is in the conversation, with what the batch has made of it; null for strangers. */
export function senderOf(account_id: AccountId, { members, senders }: ConversationState): Sender | null {
  return members.get(account_id) ?? senders.get(account_id) ?? null;
}

export function factsFor(intent: AppendIntent, state: ConversationState): AppendFacts {
  const { account_id, device_id, client_id, content, talk, now } = intent;
  const { info, members } = state;
  const membership = senderOf(account_id, state);
  return {
    kind: info.kind,
    settings: info.settings,
    membership,
    has_link: intent.token_hash !== undefined && isLink(intent.token_hash, now, state),
    now,
    head: state,
    info,
    known: state.known.get(keyOf(account_id, client_id)) ?? null,
    device_seq: state.device_seqs.get(device_id) ?? 0,
    may_show_blobs: blobsOf(content).every((blob_id) => mayShow(account_id, blob_id, state)),
    talk: (talk && "end" in talk && state.talks.get(talk.end)) || null,
    target: "target" in content ? targetFor(content.target, membership, state) : null,
    standing: (id) => senderOf(id, state),
    successor: leaves(intent) ? successor(members.values()) : null,
    admins: makesAdmins(content) ? adminsAmong(members.values()) : 0,
  };
}

/** What the rights of somebody depend on who only looks, or reports what they have seen. */
export function rightsOf(membership: Standing | null, { kind, settings }: ConversationInfo, now = 0): Facts {
  return { kind, settings, membership, now };
}

export function leaves({ content }: AppendIntent): boolean {
  return content.type === "membership" && content.change === "left";
}

/** All of them are loaded then: see loadAdmins. */
function adminsAmong(members: Iterable<MemberState>): number {
  return [...members].filter(({ role }) => role === "admin").length;
}

function isLink(token_hash: Uint8Array, now: number, { links }: ConversationState): boolean {
  const expires_at = links.get(Buffer.from(token_hash).toString("hex"));
  return expires_at !== undefined && (expires_at === null || expires_at > now);
}

function mayShow(account_id: AccountId, blob_id: BlobId, { grants, blob_refs }: ConversationState): boolean {
  return grants.has(grantOf(account_id, blob_id)) || (blob_refs.get(blob_id) ?? 0) > 0;
}

function targetFor(
  seq: number,
  membership: Sender | null,
  { targets }: ConversationState,
): TargetEntry | null {
  return membership && seq >= membership.from_seq ? (targets.get(seq) ?? null) : null;
}

/** Whose it is to know what somebody is in a conversation. */
export function toldTo({ leads }: MemberState, { info }: ConversationState): ChangedMember["told_to"] {
  return info.kind === "channel" && !leads ? "self" : "everybody";
}

/** A member as others see it. */
export function toMember(state: MemberState): Member {
  const { account_id, address, name, picture, deleted, role } = state;
  const { delivered, read, heard, muted_until, from_seq } = state;
  return {
    account_id,
    address,
    name,
    picture,
    ...(deleted && { deleted }),
    role,
    state: state.state,
    muted_until,
    from_seq,
    delivered,
    read,
    heard,
  };
}

/** What others are to be told of a member whose standing or profile changed. */
export function changedMember(member: MemberState, state: ConversationState): ChangedMember {
  return { member: toMember(member), told_to: toldTo(member, state) };
}
