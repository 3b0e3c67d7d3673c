import type { Entry, TalkEndContent } from "@feiliao/protocol";

/**
 * The loaded part of one conversation's log: contiguous and ascending. It grows at both ends and never has a
 * hole; what cannot be joined to it is refused.
 */
export class Log {
  readonly #entries: Entry[] = [];

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** Seq of the oldest loaded entry, or 0. */
  get first(): number {
    return this.#entries[0]?.seq ?? 0;
  }

  /** Seq of the newest entry, or 0. */
  get end(): number {
    return this.#entries.at(-1)?.seq ?? 0;
  }

  at(seq: number): Entry | undefined {
    return this.#entries[seq - this.first];
  }

  /** Entries from `seq` on. */
  from(seq: number): readonly Entry[] {
    return this.#entries.slice(Math.max(seq - this.first, 0));
  }

  /** True when a piece that begins at `first_seq` leaves no hole behind the newest entry. */
  joins(first_seq: number): boolean {
    return first_seq <= this.end + 1;
  }

  /** Adds what is new of a contiguous piece that joins; answers only that. */
  append(piece: readonly Entry[]): Entry[] {
    const added = piece.filter((entry) => entry.seq > this.end);
    for (const entry of added) this.#entries.push(entry);
    return added;
  }

  /** Adds what is older of a piece that ends right before, or overlaps, the oldest entry. */
  prepend(piece: readonly Entry[]): void {
    const older = piece.filter((entry) => entry.seq < this.first);
    if (older.at(-1)?.seq === this.first - 1) this.#entries.unshift(...older);
  }

  /** Folds the end of a talk into its voice entry; answers the folded entry, or null when that is not loaded. */
  fold(end: TalkEndContent): Entry | null {
    const target = this.at(end.target);
    if (!target) return null;
    const folded: Entry = { ...target, fold: { ...target.fold, talk_end: end } };
    this.#entries[end.target - this.first] = folded;
    return folded;
  }

  clear(): void {
    this.#entries.length = 0;
  }

  /** Unloads all but the newest entries. */
  keepNewest(count: number): void {
    if (this.#entries.length > count) this.#entries.splice(0, this.#entries.length - count);
  }
}
