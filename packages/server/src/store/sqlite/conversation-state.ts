import type { Database } from "bun:sqlite";
import type { AccountId, BlobId, ConversationId, DeviceId, Member } from "@feiliao/protocol";
import type { Facts } from "../../conversation/can.ts";
import { CHAIN_START } from "../../conversation/chain.ts";
import { BoundedMap } from "../../platform/bounded-map.ts";
import type { Directory } from "./directory.ts";
import type { EntryLog } from "./log/entry-log.ts";
import type { LogEpoch } from "./log-epoch.ts";
import type { MemberRows } from "./member-rows.ts";

export interface MemberState extends Omit<Member, "deleted"> {
  account_no: number;
  /** The member wrote or read here, so their name and picture may be seen here. */
  shown: boolean;
  left: boolean;
  /** The account was erased. */
  deleted: boolean;
  revision: number;
}

/** The head of a conversation. The single writer keeps it in memory, so an append reads nothing. */
export interface ConversationState {
  no: number;
  id: ConversationId;
  kind: "direct" | "group";
  epoch: number;
  last_seq: number;
  last_time: number;
  /** Commitment to the log up to `last_seq` (see chainOf). */
  chain: number;
  /** Grows with every change of a member's state. */
  revision: number;
  members: Map<AccountId, MemberState>;
  device_seqs: Map<DeviceId, number>;
}

const CONVERSATIONS_MAX = 200_000;

interface ConversationRow {
  no: number;
  kind: "direct" | "group";
}

interface MembershipRow {
  account_no: number;
  address: string | null;
  name: string | null;
  picture: BlobId | null;
  shown: number;
  left_seq: number | null;
  deleted: number;
  delivered: number;
  read: number;
  heard: number;
  revision: number;
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
        "SELECT no, kind FROM conversation WHERE id = ?",
      ),
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
    const last = this.#log.last(row.no);
    const members = new Map<AccountId, MemberState>();
    let revision = 0;
    this.#members.flush();
    for (const { shown, left_seq, deleted, ...membership } of this.#queries.members.all(row.no)) {
      const account_id = this.#directory.accountId(membership.account_no);
      members.set(account_id, {
        ...membership,
        account_id,
        shown: shown === 1,
        left: left_seq !== null,
        deleted: deleted === 1,
      });
      revision = Math.max(revision, membership.revision);
    }
    return {
      ...row,
      id,
      epoch: this.#epoch.current,
      last_seq: last?.seq ?? 0,
      last_time: last?.server_time ?? 0,
      chain: last?.chain ?? CHAIN_START,
      revision,
      members,
      device_seqs: new Map(),
    };
  }
}

export function factsOf(state: ConversationState | null, account: AccountId): Facts {
  return { membership: state?.members.get(account) ?? null };
}

/** A member as others see it. */
export function toMember(state: MemberState): Member {
  const { account_id, address, name, picture, deleted, delivered, read, heard } = state;
  return { account_id, address, name, picture, ...(deleted && { deleted }), delivered, read, heard };
}
