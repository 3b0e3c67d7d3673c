import type { Database } from "bun:sqlite";
import { tellsWatermarks } from "../change-rules.ts";
import type { Advanced, ChangedMember } from "../conversation-store.ts";
import { type ConversationState, type Membership, toMember } from "./conversation-state.ts";

interface Change {
  state: ConversationState;
  answer: Advanced | null;
  /** The row may be new, or anything in it other; false: only watermarks. */
  whole: boolean;
}

type Text = string | null;
type RowValues = [number, number, number, number, number, number, number];
type WholeRow = [
  ...[number, number, Text, Text, Text, number, number, string, string, number | null, number],
  ...[number, number, number, number, number, number, number],
];

/**
 * Members' states, written once for each member and commit: watermarks move many times in one. Whoever reads the
 * table within a write flushes first.
 */
export class MemberRows {
  readonly #queries;
  readonly #changed = new Map<Membership, Change>();

  constructor(database: Database) {
    this.#queries = {
      update: database.query<unknown, RowValues>(
        `UPDATE membership SET delivered = ?, read = ?, heard = ?, revision = ?, told_revision = ?
         WHERE conversation_no = ? AND account_no = ?`,
      ),
      put: database.query<unknown, WholeRow>(
        `INSERT OR REPLACE INTO membership
           (conversation_no, account_no, address, name, picture, deleted, shown, role, state, muted_until, blocked,
            from_seq, joined_seq, delivered, read, heard, revision, told_revision)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ),
    };
  }

  /**
   * Within a write only: watermarks moved, which gives the member a revision by which devices find it. `answer` tells
   * of it; an earlier one of the same commit then need not.
   */
  moved(state: ConversationState, member: Membership, answer: Advanced): void {
    const isTold = tellsWatermarks(state.info);
    revise(state, member, isTold);
    answer.changed = { member: toMember(member), told_to: isTold ? "everybody" : "self" };
    const earlier = this.#changed.get(member);
    if (earlier?.answer) earlier.answer.changed = null;
    this.#changed.set(member, { state, answer, whole: earlier?.whole ?? false });
  }

  /** Within a write only: anything of the member may be other than it was, and it may be a new one. */
  written(state: ConversationState, member: Membership): ChangedMember {
    // Nobody is told of the readers of a channel, until they have had a part in it.
    const isTold = state.kind !== "channel" || member.role !== "member" || member.told_revision > 0;
    revise(state, member, isTold);
    this.#changed.set(member, { state, answer: this.#changed.get(member)?.answer ?? null, whole: true });
    return { member: toMember(member), told_to: isTold ? "everybody" : "self" };
  }

  /** Within a write only. */
  flush(): void {
    if (this.#changed.size === 0) return;
    for (const [member, { state, whole }] of this.#changed) {
      if (whole) this.#put(state.no, member);
      else this.#update(state.no, member);
    }
    this.#changed.clear();
  }

  rollback(): void {
    this.#changed.clear();
  }

  #update(conversation_no: number, member: Membership): void {
    const { delivered, read, heard, revision, told_revision, account_no } = member;
    const values = [delivered, read, heard, revision, told_revision] as const;
    this.#queries.update.run(...values, conversation_no, account_no);
  }

  #put(conversation_no: number, member: Membership): void {
    const { account_no, address, name, picture, deleted, shown, role, state, muted_until, blocked } = member;
    const { from_seq, joined_seq, delivered, read, heard, revision, told_revision } = member;
    this.#queries.put.run(
      conversation_no,
      account_no,
      address,
      name,
      picture,
      deleted ? 1 : 0,
      shown ? 1 : 0,
      role,
      state,
      muted_until,
      blocked ? 1 : 0,
      from_seq,
      joined_seq,
      delivered,
      read,
      heard,
      revision,
      told_revision,
    );
  }
}

function revise(state: ConversationState, member: Membership, isTold: boolean): void {
  member.revision = ++state.revision;
  if (isTold) member.told_revision = state.told_revision = state.revision;
}
