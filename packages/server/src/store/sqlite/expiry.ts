import type { Database } from "bun:sqlite";
import type { Expired } from "../conversation-store.ts";
import { SPOKEN_WAIT_MS } from "../expiry-rules.ts";
import type { ConversationState, ConversationStates } from "./conversation-state.ts";
import type { EntryPages } from "./entry-pages.ts";
import type { Erasing } from "./erasing.ts";
import type { InfoRows } from "./info-rows.ts";
import type { TalkRows } from "./talks.ts";

interface DueRow {
  due_at: number;
  conversation_no: number;
  seq: number;
}

interface Parts {
  database: Database;
  states: ConversationStates;
  pages: EntryPages;
  erasing: Erasing;
  infos: InfoRows;
  talks: TalkRows;
}

/** Messages that disappear, by when they are due. */
export class Expiry {
  readonly #parts: Parts;
  readonly #queries;

  constructor(parts: Parts) {
    const { database } = parts;
    this.#parts = parts;
    this.#queries = {
      add: database.query<unknown, [number, number, number]>("INSERT OR IGNORE INTO expiry VALUES (?, ?, ?)"),
      due: database.query<DueRow, [number, number]>(
        "SELECT due_at, conversation_no, seq FROM expiry WHERE due_at <= ? ORDER BY due_at LIMIT ?",
      ),
      remove: database.query<unknown, [number, number, number]>(
        "DELETE FROM expiry WHERE due_at = ? AND conversation_no = ? AND seq = ?",
      ),
    };
  }

  /** Within a write only. */
  add(conversation_no: number, seq: number, due_at: number): void {
    this.#queries.add.run(due_at, conversation_no, seq);
  }

  isAnyDue(now: number): boolean {
    return this.#queries.due.get(now, 1) !== null;
  }

  /** Within a write only. */
  expire(now: number, limit: number): Expired[] {
    return this.#queries.due.all(now, limit).flatMap((due) => {
      const { due_at, conversation_no, seq } = due;
      this.#queries.remove.run(due_at, conversation_no, seq);
      return this.#expireOne(due, now) ?? [];
    });
  }

  /** Null when there is nothing to erase, or not yet. */
  #expireOne({ conversation_no, seq }: DueRow, now: number): Expired | null {
    const { states, pages, erasing, talks } = this.#parts;
    const content = erasing.contentAt(conversation_no, seq);
    if (!content || content.type === "erased") return null;
    if (content.type === "voice" && talks.byId(content.talk_id)?.state === "open") {
      this.add(conversation_no, seq, now + SPOKEN_WAIT_MS);
      return null;
    }
    const state = states.byNo(conversation_no);
    const edits = pages.foldOf(conversation_no, seq)?.edit?.seqs ?? [];
    for (const erased of [...edits, seq]) erasing.erase(state, erased);
    pages.setFold(conversation_no, seq, undefined); // it has the words of the last edit
    const expired = { conversation_id: state.id, seq };
    return state.info.pins.includes(seq) ? { ...expired, info: this.#unpin(state, seq) } : expired;
  }

  #unpin(state: ConversationState, seq: number) {
    const info = { ...state.info, pins: state.info.pins.filter((pin) => pin !== seq) };
    this.#parts.infos.set(state, info);
    return info;
  }
}
