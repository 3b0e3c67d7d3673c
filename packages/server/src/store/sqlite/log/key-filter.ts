/**
 * Which keys a log may hold, by their hashes: a Bloom filter, so that "no" is certain and "yes" a guess. A send whose
 * key is new, as nearly all are, need not be looked up then.
 *
 * It is split into blocks, of which a key concerns one, so that asking costs one access to memory (F. Putze,
 * P. Sanders, J. Singler: Cache-, Hash- and Space-Efficient Bloom Filters, 2007), and a key sets one bit in each of
 * the eight words of its block, as in Apache Parquet. It grows by sections, so that few keys take little memory;
 * beyond the last one it saturates and says "yes" more often.
 */
export class KeyFilter {
  readonly #sections_bytes: readonly number[];
  readonly #sections: Section[] = [];
  #complete = false;

  constructor(sections_bytes = SECTIONS_BYTES) {
    this.#sections_bytes = sections_bytes;
  }

  /** Until this is called there may be keys that were not added, so every answer is "yes". */
  complete(): void {
    this.#complete = true;
  }

  /** Bytes it takes now. */
  get bytes(): number {
    return this.#sections.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  add(key_hash: number): void {
    const last = this.#sections.at(-1);
    const section = last && !last.isFull ? last : this.#grow();
    section.add(key_hash);
  }

  mayHold(key_hash: number): boolean {
    if (!this.#complete) return true;
    for (const section of this.#sections) if (section.mayHold(key_hash)) return true;
    return false;
  }

  /** The next section; the last one again when there are all. */
  #grow(): Section {
    const bytes = this.#sections_bytes[this.#sections.length];
    if (bytes === undefined) return this.#sections.at(-1)!;
    const section = new Section(bytes);
    this.#sections.push(section);
    return section;
  }
}

const KIB = 1_024;
/** Together just under 16 MiB, for 11 million keys. */
export const SECTIONS_BYTES: readonly number[] = [128 * KIB, 1_024 * KIB, 4_096 * KIB, 11_008 * KIB];

/** Six wrong "yes" in a thousand, in each section that is full. */
const BITS_PER_KEY = 12;
const WORDS_PER_BLOCK = 8;
const BLOCK_BYTES = WORDS_PER_BLOCK * Uint32Array.BYTES_PER_ELEMENT;
const HASHES = 2 ** 48; // see EntryKey

/** Odd numbers that spread a hash over the 32 bits of each word: those of the Parquet format (BloomFilter.md). */
const SALTS = Int32Array.of(
  ...[0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31],
);

class Section {
  readonly bytes: number;
  readonly #words: Int32Array;
  readonly #blocks_per_hash: number;
  readonly #keys_max: number;
  #keys = 0;

  constructor(bytes: number) {
    this.bytes = bytes;
    this.#words = new Int32Array(bytes / Uint32Array.BYTES_PER_ELEMENT);
    this.#blocks_per_hash = bytes / BLOCK_BYTES / HASHES;
    this.#keys_max = (bytes * 8) / BITS_PER_KEY;
  }

  get isFull(): boolean {
    return this.#keys >= this.#keys_max;
  }

  add(key_hash: number): void {
    const words = this.#words;
    const block = this.#blockOf(key_hash);
    const low = key_hash | 0;
    for (let word = 0; word < WORDS_PER_BLOCK; word++) words[block + word]! |= bitOf(low, word);
    this.#keys++;
  }

  mayHold(key_hash: number): boolean {
    const words = this.#words;
    const block = this.#blockOf(key_hash);
    const low = key_hash | 0;
    for (let word = 0; word < WORDS_PER_BLOCK; word++) {
      if ((words[block + word]! & bitOf(low, word)) === 0) return false;
    }
    return true;
  }

  /** Index of its first word: by the high bits of the hash, since the low ones choose the bits within. */
  #blockOf(key_hash: number): number {
    return ((key_hash * this.#blocks_per_hash) | 0) * WORDS_PER_BLOCK;
  }
}

function bitOf(low: number, word: number): number {
  return 1 << (Math.imul(low, SALTS[word]!) >>> 27);
}
