import { type EntryKey, isSameKey, type StagedRow } from "./entry-row.ts";

interface Slot {
  row: StagedRow;
  /** The one before it with the same hash. */
  previous: Slot | undefined;
}

/** The rows of one stage table in memory: by conversation, in the order of their seqs, and by key. */
export class Memtable {
  readonly #tails = new Map<number, StagedRow[]>();
  readonly #slots = new Map<number, Slot>();
  #uncommitted: StagedRow[] = [];
  /** Rows whose content was replaced since the last commit, with what it was. */
  #replaced: { row: StagedRow; content: string }[] = [];
  #rows = 0;
  #bytes = 0;

  get rows(): number {
    return this.#rows;
  }

  /** About what the rows take on disk. */
  get bytes(): number {
    return this.#bytes;
  }

  append(row: StagedRow): void {
    const tail = this.#tails.get(row.conversation_no);
    if (tail) tail.push(row);
    else this.#tails.set(row.conversation_no, [row]);
    this.#slots.set(row.key_hash, { row, previous: this.#slots.get(row.key_hash) });
    this.#uncommitted.push(row);
    this.#rows++;
    this.#bytes += bytesOf(row);
  }

  setContent(row: StagedRow, content: string): void {
    this.#replaced.push({ row, content: row.content });
    this.#replace(row, content);
  }

  commit(): void {
    if (this.#uncommitted.length > 0) this.#uncommitted = [];
    if (this.#replaced.length > 0) this.#replaced = [];
  }

  /** Forgets what was appended and replaced since the last commit. */
  rollback(): void {
    for (const { row, content } of this.#replaced.reverse()) this.#replace(row, content);
    this.#replaced = [];
    const undone = this.#uncommitted;
    this.#uncommitted = [];
    for (const row of undone.reverse()) this.#remove(row);
  }

  /** The rows of a conversation, ascending by seq. */
  tail(conversation_no: number): readonly StagedRow[] {
    return this.#tails.get(conversation_no) ?? [];
  }

  find(key: EntryKey): StagedRow | null {
    let slot = this.#slots.get(key.key_hash);
    while (slot && !isSameKey(slot.row, key)) slot = slot.previous;
    return slot?.row ?? null;
  }

  #replace(row: StagedRow, content: string): void {
    this.#bytes += content.length - row.content.length;
    row.content = content;
  }

  #remove(row: StagedRow): void {
    const tail = this.#tails.get(row.conversation_no)!;
    tail.pop();
    if (tail.length === 0) this.#tails.delete(row.conversation_no);
    const { previous } = this.#slots.get(row.key_hash)!;
    if (previous) this.#slots.set(row.key_hash, previous);
    else this.#slots.delete(row.key_hash);
    this.#rows--;
    this.#bytes -= bytesOf(row);
  }
}

const ROW_OVERHEAD_BYTES = 64;

function bytesOf({ content, client_id }: StagedRow): number {
  return content.length + client_id.length + ROW_OVERHEAD_BYTES;
}
