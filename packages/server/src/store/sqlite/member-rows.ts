import type { Database } from "bun:sqlite";
import type { Advanced } from "../conversation-store.ts";
import type { ConversationState, MemberState } from "./conversation-state.ts";

interface Change {
  state: ConversationState;
  answer: Advanced | null;
}

type Text = string | null;
type RowValues = [Text, Text, Text, number, number, number, number, number, number, number];

/**
 * Members' states, written once for each member and commit: watermarks move many times in one. Whoever reads the
 * table within a write flushes first.
 */
export class MemberRows {
  readonly #update;
  readonly #changed = new Map<MemberState, Change>();

  constructor(database: Database) {
    this.#update = database.query<unknown, RowValues>(
      `UPDATE membership SET address = ?, name = ?, picture = ?, deleted = ?, delivered = ?, read = ?, heard = ?, revision = ?
       WHERE conversation_no = ? AND account_no = ?`,
    );
  }

  /**
   * Within a write only: gives the member's new state a revision, by which devices find it. `answer` tells of it;
   * an earlier one of the same commit then need not.
   */
  change(state: ConversationState, member: MemberState, answer: Advanced | null = null): void {
    member.revision = ++state.revision;
    const earlier = this.#changed.get(member)?.answer;
    if (earlier) earlier.changed = null;
    this.#changed.set(member, { state, answer });
  }

  /** Within a write only. */
  flush(): void {
    if (this.#changed.size === 0) return;
    for (const [member, { state }] of this.#changed) {
      const { address, name, picture, deleted, delivered, read, heard, revision, account_no } = member;
      const seen = [address, name, picture, deleted ? 1 : 0] as const;
      this.#update.run(...seen, delivered, read, heard, revision, state.no, account_no);
    }
    this.#changed.clear();
  }

  rollback(): void {
    this.#changed.clear();
  }
}
