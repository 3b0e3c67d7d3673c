import { messageIdForms, plainMessageId } from "./message-id.ts";

/** The ids of the newest accepted submits, as the carrier wrote them in its answers. */
export class AcceptedIds {
  readonly #ids_max: number;
  /** Two generations: the older one is forgotten when the newer one is full. */
  #newer = new Map<string, string>();
  #older = new Map<string, string>();

  constructor(ids_max: number) {
    this.#ids_max = ids_max;
  }

  remember(id: string): void {
    if (this.#newer.size >= this.#ids_max / 2) {
      this.#older = this.#newer;
      this.#newer = new Map();
    }
    this.#newer.set(plainMessageId(id), id);
  }

  /** The id that a report means, as the answer had it. */
  find(reported_id: string): string | undefined {
    // Nearly always it is written as before, and then its other forms need not be made.
    const same = this.#known(reported_id);
    if (same !== undefined) return same;
    for (const form of messageIdForms(reported_id)) {
      const id = this.#known(form);
      if (id !== undefined) return id;
    }
    return undefined;
  }

  #known(id: string): string | undefined {
    const plain = plainMessageId(id);
    return this.#newer.get(plain) ?? this.#older.get(plain);
  }
}
