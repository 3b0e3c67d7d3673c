import type { Lease } from "./warm.ts";

/** Collects what must be undone when something ends; what arrives after the end is undone at once. */
export class Teardown {
  readonly #undo: (() => void)[] = [];
  #done = false;

  get done(): boolean {
    return this.#done;
  }

  add(undo: () => void): void {
    if (this.#done) undo();
    else this.#undo.push(undo);
  }

  /** Takes what was leased, and gives it back at the end. */
  async lease<T>(use: Promise<Lease<T>>): Promise<T> {
    const { value, release } = await use;
    this.add(release);
    return value;
  }

  run(): void {
    this.#done = true;
    for (const undo of this.#undo.splice(0).reverse()) undo();
  }
}
