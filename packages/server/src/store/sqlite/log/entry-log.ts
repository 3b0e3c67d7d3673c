import type { EntryContent } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { CHAIN_START } from "../../../conversation/chain.ts";
import type { EntryKey, EntryRow, KeyHash, StagedRow } from "./entry-row.ts";
import type { Erasures } from "./erasures.ts";
import type { History } from "./history.ts";
import type { KeyFilter } from "./key-filter.ts";
import { Memtable } from "./memtable.ts";
import { otherTable, STAGE_TABLES, type Stage, type StageTable } from "./stage.ts";
import { SEQ_END, Tail } from "./tail.ts";

/** How much may wait for the history, in each of the two stage tables. */
export interface StageLimits {
  /** A table with this much is handed to the merge. */
  merge_rows: number;
  merge_bytes: number;
  /** A merge that falls behind: appends are refused from here on (D15). */
  rows_max: number;
  bytes_max: number;
}

interface Generation {
  table: StageTable;
  memtable: Memtable;
}

const RETRY_AFTER_S = 1;

/**
 * The logs of all conversations: the history, then what the stage holds and has not been merged. The stage is
 * written in the order of the commits and never searched; its rows are kept in memory for that.
 */
export class EntryLog {
  readonly #stage: Stage;
  readonly #history: History;
  readonly #keys: KeyHash;
  readonly #filter: KeyFilter;
  readonly #erasures: Erasures;
  readonly #limits: StageLimits;
  /** Its table is being merged. */
  #frozen: Generation | null = null;
  #active: Generation = { table: "stage_a", memtable: new Memtable() };
  #position: number;

  /** Takes up what a server that ended left in the stage. `filter` is given every key that passes through here. */
  constructor(
    stage: Stage,
    history: History,
    keys: KeyHash,
    filter: KeyFilter,
    erasures: Erasures,
    limits: StageLimits,
  ) {
    this.#stage = stage;
    this.#history = history;
    this.#keys = keys;
    this.#filter = filter;
    this.#erasures = erasures;
    this.#limits = limits;
    const [older, newer] = staged(stage, history.merged_position, filter);
    if (newer) {
      this.#frozen = older!;
      this.#active = newer;
    } else if (older?.memtable.rows) {
      this.#active = older;
    } else if (older) {
      this.#frozen = older; // merged, but not emptied
      this.#active = { table: otherTable(older.table), memtable: new Memtable() };
    }
    this.#position = Math.max(history.merged_position, stage.last_position);
  }

  /** Of the last row that was appended. */
  get position(): number {
    return this.#position;
  }

  /** Rows that no merge has begun with. */
  get staged_rows(): number {
    return this.#active.memtable.rows;
  }

  /** The table that is being merged, or has to be. */
  get frozen(): StageTable | null {
    return this.#frozen?.table ?? null;
  }

  /** Whether what is staged is worth a merge of its own. */
  get isFull(): boolean {
    const { memtable } = this.#active;
    return memtable.rows >= this.#limits.merge_rows || memtable.bytes >= this.#limits.merge_bytes;
  }

  keyOf(conversation_no: number, account_no: number, client_id: string): EntryKey {
    return this.#keys.keyOf(conversation_no, account_no, client_id);
  }

  /** Within a write only, with a key that `find` does not find. @throws overloaded, before any effect */
  append(key: EntryKey, row: EntryRow, device_seq: number | null): void {
    const { table, memtable } = this.#active;
    if (this.#isBehind()) throw new FeiliaoError("overloaded", { retry_after_s: RETRY_AFTER_S });
    const staged: StagedRow = {
      position: this.#position + 1,
      conversation_no: key.conversation_no,
      key_hash: key.key_hash,
      seq: row.seq,
      account_no: row.account_no,
      device_no: row.device_no,
      device_seq,
      client_id: row.client_id,
      server_time: row.server_time,
      chain: row.chain,
      content: row.content,
    };
    this.#stage.insert(table, staged);
    memtable.append(staged);
    this.#filter.add(key.key_hash); // and stays when it is rolled back: a filter may say "yes" too often
    this.#position = staged.position;
  }

  /**
   * Within a write only: empties an entry that is there. One that no merge has begun with is changed in the stage;
   * of any other the history may have the words, which are covered until they are gone from there.
   */
  erase(conversation_no: number, seq: number): void {
    for (const generation of [this.#active, this.#frozen]) {
      const row = generation && stagedAt(generation, conversation_no, seq);
      if (!row) continue;
      this.#stage.setContent(generation.table, row.position, ERASED_JSON);
      generation.memtable.setContent(row, ERASED_JSON);
      if (generation === this.#active) return;
    }
    this.#erasures.add(conversation_no, seq);
  }

  commit(): void {
    this.#active.memtable.commit();
    this.#frozen?.memtable.commit();
    this.#erasures.commit();
  }

  rollback(): void {
    this.#active.memtable.rollback();
    this.#frozen?.memtable.rollback();
    this.#erasures.rollback();
  }

  /** D2: over staged and merged entries alike. */
  find(key: EntryKey): EntryRow | null {
    if (!this.#filter.mayHold(key.key_hash)) return null;
    const staged = this.#active.memtable.find(key) ?? this.#frozen?.memtable.find(key);
    return staged ?? this.#cover(key.conversation_no, this.#history.find(key));
  }

  /** Its content may be one that has been erased since. */
  last(conversation_no: number): EntryRow | null {
    return this.#tail(conversation_no).last ?? this.#history.last(conversation_no);
  }

  at(conversation_no: number, seq: number): EntryRow | null {
    const tail = this.#tail(conversation_no);
    if (seq >= tail.first) return tail.at(seq);
    return this.#cover(conversation_no, this.#history.at(conversation_no, seq));
  }

  /** The chain up to an entry; null when there is none. */
  chainAt(conversation_no: number, seq: number): number | null {
    if (seq === 0) return CHAIN_START;
    const tail = this.#tail(conversation_no);
    const row = seq < tail.first ? this.#history.at(conversation_no, seq) : tail.at(seq);
    return row?.chain ?? null;
  }

  /** Ascending, after a seq. */
  after(conversation_no: number, seq: number, limit: number): EntryRow[] {
    const tail = this.#tail(conversation_no);
    if (seq + 1 >= tail.first) return tail.slice(seq + 1, seq + 1 + limit);
    // Bounded, since the history may hold by now what is still staged here.
    const merged = this.#history.between(conversation_no, seq, tail.first, limit);
    this.#coverAll(conversation_no, merged);
    return [...merged, ...tail.slice(tail.first, tail.first + limit - merged.length)];
  }

  /** Ascending, the ones just before a seq. */
  before(conversation_no: number, seq: number, limit: number): EntryRow[] {
    const tail = this.#tail(conversation_no);
    const staged = tail.slice(Math.max(tail.first, Math.min(seq, SEQ_END) - limit), seq);
    if (staged.length === limit) return staged;
    const merged = this.#history.before(conversation_no, Math.min(seq, tail.first), limit - staged.length);
    this.#coverAll(conversation_no, merged);
    return [...merged.reverse(), ...staged];
  }

  /** Last device_seq of a device in a conversation; 0 when it has none. */
  deviceSeq(conversation_no: number, device_no: number): number {
    const staged = this.#tail(conversation_no).deviceSeq(device_no);
    return staged ?? this.#history.deviceSeq(conversation_no, device_no);
  }

  /** What is staged is to be merged now; what comes is staged in the other table. Null: there is nothing. */
  freeze(): StageTable | null {
    if (this.#frozen || this.#active.memtable.rows === 0) return this.frozen;
    this.#frozen = this.#active;
    this.#active = { table: otherTable(this.#frozen.table), memtable: new Memtable() };
    return this.#frozen.table;
  }

  /** The history holds the frozen table: reads go there from now on. */
  merged(): void {
    this.#history.renew();
    if (this.#frozen) this.#frozen = { ...this.#frozen, memtable: new Memtable() };
  }

  /** The frozen table has been emptied and may be used again. */
  thaw(): void {
    this.#frozen = null;
  }

  /** What the history gave, without what has been erased and is there still. */
  #cover(conversation_no: number, row: EntryRow | null): EntryRow | null {
    if (row && this.#erasures.has(conversation_no, row.seq)) row.content = ERASED_JSON;
    return row;
  }

  #coverAll(conversation_no: number, rows: readonly EntryRow[]): void {
    if (this.#erasures.size > 0) for (const row of rows) this.#cover(conversation_no, row);
  }

  #isBehind(): boolean {
    const { rows, bytes } = this.#active.memtable;
    return this.#frozen !== null && (rows >= this.#limits.rows_max || bytes >= this.#limits.bytes_max);
  }

  #tail(conversation_no: number): Tail {
    const older = this.#frozen?.memtable.tail(conversation_no) ?? NOTHING;
    return new Tail(older, this.#active.memtable.tail(conversation_no));
  }
}

const NOTHING: readonly StagedRow[] = [];
const ERASED_JSON = JSON.stringify({ type: "erased" } satisfies EntryContent);

function stagedAt({ memtable }: Generation, conversation_no: number, seq: number): StagedRow | undefined {
  const rows = memtable.tail(conversation_no);
  return rows[seq - (rows[0]?.seq ?? seq)];
}

/** The tables that hold rows, older first, with those in memory that the history does not hold. */
function staged(stage: Stage, merged_position: number, filter: KeyFilter): Generation[] {
  return STAGE_TABLES.filter((table) => stage.lastPosition(table) > 0)
    .sort((a, b) => stage.lastPosition(a) - stage.lastPosition(b))
    .map((table) => {
      const memtable = new Memtable();
      for (const row of stage.rows(table)) {
        if (row.position <= merged_position) continue;
        memtable.append(row);
        filter.add(row.key_hash);
      }
      memtable.commit();
      return { table, memtable };
    });
}
