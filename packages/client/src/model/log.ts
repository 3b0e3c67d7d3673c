import type { Entry, EntryContent } from "@feiliao/protocol";
import { foldChange, targetOf } from "@feiliao/protocol/fold";

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

  /**
   * Adds what is older of a piece that ends right before, or overlaps, the oldest entry. It may have been read before
   * the newest changes came.
   */
  prepend(piece: readonly Entry[]): void {
    const older = piece.filter((entry) => entry.seq < this.first);
    if (older.at(-1)?.seq === this.first - 1) this.#entries.unshift(...this.asOf(older));
  }

  /** A piece of the log with the changes that are loaded, which may have come since it was read. */
  asOf(piece: readonly Entry[]): Entry[] {
    const older = new Log();
    older.append(piece);
    for (const entry of this.#entries) if (older.at(targetOf(entry.content) ?? 0)) older.fold(entry);
    return piece.map((entry) => this.at(entry.seq) ?? older.at(entry.seq)!);
  }

  /**
   * Folds a change into the entry that it is about. Answers the seqs of loaded entries that are different now, or
   * null when the target is not loaded; what is loaded of its edits is erased with it all the same.
   */
  fold(change: Entry): number[] | null {
    const target = this.at(targetOf(change.content) ?? 0);
    if (!target) {
      if (change.content.type === "recall") this.erase(this.#editsOf(change.content.target));
      return null;
    }
    const { fold, content = target.content, erased } = foldChange(target.fold, change);
    this.#replace(withFold({ ...target, content }, fold));
    return [target.seq, ...this.erase(erased)];
  }

  /** Empties entries; answers those that are loaded and were not empty. */
  erase(seqs: readonly number[]): number[] {
    const present = seqs.filter((seq) => (this.at(seq)?.content.type ?? "erased") !== "erased");
    for (const seq of present) this.#replace(erasedEntry(this.at(seq)!));
    return present;
  }

  clear(): void {
    this.#entries.length = 0;
  }

  /** Unloads all but the newest entries. */
  keepNewest(count: number): void {
    if (this.#entries.length > count) this.#entries.splice(0, this.#entries.length - count);
  }

  #replace(entry: Entry): void {
    this.#entries[entry.seq - this.first] = entry;
  }

  #editsOf(target: number): number[] {
    return this.#entries.filter(({ content }) => isEditOf(content, target)).map(({ seq }) => seq);
  }
}

export function isEditOf(content: EntryContent, target: number): boolean {
  return content.type === "edit" && content.target === target;
}

export function withFold({ fold: _, ...entry }: Entry, fold: Entry["fold"]): Entry {
  return fold ? { ...entry, fold } : entry;
}

/** What stays of an entry whose words are gone: its place, its key, and that it was recalled. */
export function erasedEntry(entry: Entry): Entry {
  const recalled = entry.fold?.recalled;
  return withFold({ ...entry, content: { type: "erased" } }, recalled && { recalled });
}
