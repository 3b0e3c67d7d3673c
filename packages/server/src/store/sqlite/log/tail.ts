import type { StagedRow } from "./entry-row.ts";

/** After every seq: seqs have 32 bits in the history. */
export const SEQ_END = 0xffff_ffff;

/** The staged end of one log: rows whose seqs follow each other, in two arrays that are not copied. */
export class Tail {
  readonly #older: readonly StagedRow[];
  readonly #newer: readonly StagedRow[];
  /** Seq of the first row; SEQ_END when there is none. */
  readonly first: number;

  constructor(older: readonly StagedRow[], newer: readonly StagedRow[]) {
    this.#older = older;
    this.#newer = newer;
    this.first = (older[0] ?? newer[0])?.seq ?? SEQ_END;
  }

  get last(): StagedRow | null {
    return this.#newer.at(-1) ?? this.#older.at(-1) ?? null;
  }

  at(seq: number): StagedRow | null {
    return this.slice(seq, seq + 1)[0] ?? null;
  }

  /** Rows from a seq on, up to one before another. */
  slice(from: number, to: number): StagedRow[] {
    const start = Math.max(0, from - this.first);
    const end = Math.max(0, to - this.first);
    const cut = this.#older.length;
    if (start >= cut) return this.#newer.slice(start - cut, end - cut);
    if (end <= cut) return this.#older.slice(start, end);
    return [...this.#older.slice(start), ...this.#newer.slice(0, end - cut)];
  }

  /** Last device_seq of a device in here. */
  deviceSeq(device_no: number): number | null {
    const isNumbered = (row: StagedRow) => row.device_no === device_no && row.device_seq !== null;
    return (this.#newer.findLast(isNumbered) ?? this.#older.findLast(isNumbered))?.device_seq ?? null;
  }
}
