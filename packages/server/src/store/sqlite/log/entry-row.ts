import type { Random } from "../../../platform/random.ts";

/** An entry as it is stored, without its conversation. */
export interface EntryRow {
  seq: number;
  account_no: number;
  device_no: number;
  client_id: string;
  server_time: number;
  /** Commitment to the log up to this entry (see chainOf). */
  chain: number;
  /** JSON of the content, as it was when the entry was appended. */
  content: string;
}

/** What must be unique in a conversation (D2), and its hash. */
export interface EntryKey {
  conversation_no: number;
  account_no: number;
  client_id: string;
  /** 48 bits, so that it is exact in a double. Two keys may share it: whoever finds a row by it compares. */
  key_hash: number;
}

/** A row of the stage: in the order of the commits. */
export interface StagedRow extends EntryRow, EntryKey {
  position: number;
  device_seq: number | null;
}

const HASH_BITS = 48;

/** Hashes keys for one database: people choose client ids, so the seed must not be known to them. */
export class KeyHash {
  readonly #seed: bigint;

  constructor(seed: number) {
    this.#seed = BigInt(seed);
  }

  static newSeed(random: Random): number {
    const [seed] = new Uint32Array(random.bytes(4).slice().buffer);
    return seed!;
  }

  keyOf(conversation_no: number, account_no: number, client_id: string): EntryKey {
    const hash = Bun.hash.xxHash3(`${conversation_no} ${account_no} ${client_id}`, this.#seed);
    return { conversation_no, account_no, client_id, key_hash: Number(BigInt.asUintN(HASH_BITS, hash)) };
  }
}

export function isSameKey(a: Omit<EntryKey, "key_hash">, b: Omit<EntryKey, "key_hash">): boolean {
  return (
    a.client_id === b.client_id && a.account_no === b.account_no && a.conversation_no === b.conversation_no
  );
}
