import type { Database } from "bun:sqlite";
import type {
  AccountId,
  BlobId,
  ConversationId,
  ConversationInfo,
  ConversationKind,
  DeviceId,
  Member,
  MemberState,
  Role,
} from "@feiliao/protocol";
import type { Facts } from "../../conversation/can.ts";
import { CHAIN_START } from "../../conversation/chain.ts";
import { BoundedMap } from "../../platform/bounded-map.ts";
import { DIRECT_INFO } from "../group-rules.ts";
import type { Directory } from "./directory.ts";
import type { EntryLog } from "./log/entry-log.ts";
import type { LogEpoch } from "./log-epoch.ts";
import type { MemberRows } from "./member-rows.ts";

/** A row of the membership table. */
export interface Membership extends Omit<Member, "deleted"> {
  account_no: number;
  /** The member wrote or read here, so their name and picture may be seen here. */
  shown: boolean;
  /** The account was erased. */
  deleted: boolean;
  /** The other person of a direct conversation takes nothing from this one. */
  blocked: boolean;
  joined_seq: number;
  revision: number;
  /** Of the last change that everybody is told; 0: a reader of a channel, whom nobody is told of. */
  told_revision: number;
}

/** The head of a conversation. The single writer keeps it in memory, so an append reads nothing. */
export interface ConversationState {
  no: number;
  id: ConversationId;
  kind: ConversationKind;
  info: ConversationInfo;
  info_revision: number;
  epoch: number;
  last_seq: number;
  last_time: number;
  /** Commitment to the log up to `last_seq` (see chainOf). */
  chain: number;
  /** Grows with every change of the conversation's state or a member's. */
  revision: number;
  /** Of the last of these that everybody is told. */
  told_revision: number;
  members: Map<AccountId, Membership>;
  device_seqs: Map<DeviceId, number>;
}

const CONVERSATIONS_MAX = 200_000;

interface ConversationRow {
  no: number;
  kind: ConversationKind;
  info: string | null;
  info_revision: number;
}

interface MembershipRow {
  account_no: number;
  address: string | null;
  name: string | null;
  picture: BlobId | null;
  shown: number;
  deleted: number;
  role: Role;
  state: MemberState;
  muted_until: number | null;
  blocked: number;
  from_seq: number;
  joined_seq: number;
  delivered: number;
  read: number;
  heard: number;
  revision: number;
  told_revision: number;
}

/** Loads heads and keeps the ones in use. */
export class ConversationStates {
  readonly #states = new BoundedMap<ConversationId, ConversationState>(CONVERSATIONS_MAX);
  readonly #directory: Directory;
  readonly #epoch: LogEpoch;
  readonly #log: EntryLog;
  readonly #members: MemberRows;
  readonly #queries;

  constructor(database: Database, directory: Directory, epoch: LogEpoch, log: EntryLog, members: MemberRows) {
    this.#directory = directory;
    this.#epoch = epoch;
    this.#log = log;
    this.#members = members;
    this.#queries = {
      conversation: database.query<ConversationRow, [string]>(
        "SELECT no, kind, info, info_revision FROM conversation WHERE id = ?",
      ),
      id: database.query<{ id: ConversationId }, [number]>("SELECT id FROM conversation WHERE no = ?"),
      members: database.query<MembershipRow, [number]>("SELECT * FROM membership WHERE conversation_no = ?"),
    };
  }

  get(id: ConversationId): ConversationState | null {
    const known = this.#states.get(id);
    if (known) return known;
    const loaded = this.#load(id);
    if (loaded) this.#states.set(id, loaded);
    return loaded;
  }

  byNo(no: number): ConversationState {
    return this.get(this.#queries.id.get(no)!.id)!;
  }

  /** Last device_seq of a device in a conversation; 0 when it has none. */
  deviceSeq(state: ConversationState, device: DeviceId, device_no: number): number {
    let last = state.device_seqs.get(device);
    if (last === undefined) {
      last = this.#log.deviceSeq(state.no, device_no);
      state.device_seqs.set(device, last);
    }
    return last;
  }

  clear(): void {
    this.#states.clear();
  }

  #load(id: ConversationId): ConversationState | null {
    const row = this.#queries.conversation.get(id);
    if (!row) return null;
    const { no, kind, info, info_revision } = row;
    const last = this.#log.last(no);
    const members = this.#membersOf(no);
    let [revision, told_revision] = [info_revision, info_revision];
    for (const member of members.values()) {
      revision = Math.max(revision, member.revision);
      told_revision = Math.max(told_revision, member.told_revision);
    }
    return {
      ...{ no, id, kind, info_revision, revision, told_revision, members },
      info: info === null ? untouchedInfo(members.size) : (JSON.parse(info) as ConversationInfo),
      epoch: this.#epoch.current,
      last_seq: last?.seq ?? 0,
      last_time: last?.server_time ?? 0,
      chain: last?.chain ?? CHAIN_START,
      device_seqs: new Map(),
    };
  }

  #membersOf(no: number): Map<AccountId, Membership> {
    const members = new Map<AccountId, Membership>();
    this.#members.flush();
    for (const { shown, deleted, blocked, ...row } of this.#queries.members.all(no)) {
      const account_id = this.#directory.accountId(row.account_no);
      const is = { shown: shown === 1, deleted: deleted === 1, blocked: blocked === 1 };
      members.set(account_id, { ...row, account_id, ...is });
    }
    return members;
  }
}

/** Of a direct conversation that nobody has set anything in; with oneself there is one member. */
function untouchedInfo(member_count: number): ConversationInfo {
  return member_count === DIRECT_INFO.member_count ? DIRECT_INFO : { ...DIRECT_INFO, member_count };
}

/** What the rights of an account in a conversation that is there depend on. */
export function factsOf({ kind, info, members }: ConversationState, account: AccountId, now = 0): Facts {
  return { kind, settings: info.settings, membership: members.get(account) ?? null, now };
}

/** A member as others see it. */
export function toMember(membership: Membership): Member {
  const { account_id, address, name, picture, deleted, role, state, muted_until, from_seq } = membership;
  const { delivered, read, heard } = membership;
  const seen = { account_id, address, name, picture, ...(deleted && { deleted }) };
  return { ...seen, role, state, muted_until, from_seq, delivered, read, heard };
}
