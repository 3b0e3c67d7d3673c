import type { Database } from "bun:sqlite";

interface ErasureRow {
  no: number;
  conversation_no: number;
  seq: number;
}

/**
 * Entries that were erased while the history had their words, or was about to get them: reads are covered at once,
 * and the merge thread empties them in the history. Only when that is on disk are they forgotten here, so that a
 * process that ends between any two steps shows no erased word again.
 */
export class Erasures {
  readonly #queries;
  /** Seqs by conversation, each with its number. */
  readonly #pending = new Map<number, Map<number, number>>();
  #size = 0;
  #last_no = 0;
  #uncommitted: ErasureRow[] = [];

  constructor(database: Database) {
    this.#queries = {
      all: database.query<ErasureRow, []>("SELECT no, conversation_no, seq FROM erasure ORDER BY no"),
      insert: database.query<{ no: number }, [number, number]>(
        "INSERT INTO erasure (conversation_no, seq) VALUES (?, ?) RETURNING no",
      ),
      forget: database.query<unknown, [number]>("DELETE FROM erasure WHERE no <= ?"),
    };
    for (const row of this.#queries.all.all()) {
      this.#cover(row);
      this.#last_no = row.no;
    }
  }

  get size(): number {
    return this.#size;
  }

  /** Number of the last one that was committed. */
  get last_no(): number {
    return this.#last_no;
  }

  has(conversation_no: number, seq: number): boolean {
    return this.#size > 0 && this.#pending.get(conversation_no)?.has(seq) === true;
  }

  /** Within a write only. */
  add(conversation_no: number, seq: number): void {
    if (this.has(conversation_no, seq)) return;
    const { no } = this.#queries.insert.get(conversation_no, seq)!;
    const row = { no, conversation_no, seq };
    this.#cover(row);
    this.#uncommitted.push(row);
  }

  commit(): void {
    const last = this.#uncommitted.at(-1);
    if (!last) return;
    this.#last_no = last.no;
    this.#uncommitted = [];
  }

  rollback(): void {
    for (const row of this.#uncommitted) this.#uncover(row);
    this.#uncommitted = [];
  }

  /** Within a write only, and only when the history has emptied all of them up to this one. */
  forget(last_no: number): void {
    this.#queries.forget.run(last_no);
  }

  /** After that write. */
  forgotten(last_no: number): void {
    for (const [conversation_no, seqs] of this.#pending) {
      for (const [seq, no] of seqs) if (no <= last_no) this.#uncover({ no, conversation_no, seq });
    }
  }

  #cover({ no, conversation_no, seq }: ErasureRow): void {
    const seqs = this.#pending.get(conversation_no);
    if (seqs) seqs.set(seq, no);
    else this.#pending.set(conversation_no, new Map([[seq, no]]));
    this.#size++;
  }

  #uncover({ conversation_no, seq }: ErasureRow): void {
    const seqs = this.#pending.get(conversation_no)!;
    seqs.delete(seq);
    if (seqs.size === 0) this.#pending.delete(conversation_no);
    this.#size--;
  }
}
