/**
 * Calls of one item each, joined into calls of many: while one is under way, those that come meanwhile wait and go
 * together, so that one commit carries them all.
 */
export class Batched<Item, Result> {
  readonly #run: (items: readonly Item[]) => Promise<readonly Result[]>;
  readonly #items_max: number;
  #waiting: { item: Item; resolve: (result: Result) => void; reject: (failure: unknown) => void }[] = [];
  #running = false;

  /** `run` answers one result an item, in their order. */
  constructor(items_max: number, run: (items: readonly Item[]) => Promise<readonly Result[]>) {
    this.#items_max = items_max;
    this.#run = run;
  }

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (!this.#running) {
        this.#running = true;
        queueMicrotask(() => void this.#drain());
      }
    });
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#items_max);
      try {
        const results = await this.#run(batch.map(({ item }) => item));
        for (const [index, { resolve }] of batch.entries()) resolve(results[index]!);
      } catch (failure) {
        for (const { reject } of batch) reject(failure);
      }
    }
    this.#running = false;
  }
}
