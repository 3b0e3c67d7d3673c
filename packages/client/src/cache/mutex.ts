/** Named locks of one process, granted in the order of asking. */
export class Mutex {
  readonly #tails = new Map<string, Promise<unknown>>();

  exclusive<T>(name: string, action: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(name) ?? Promise.resolve();
    const result = before.then(action);
    const settled = result.then(
      () => {},
      () => {},
    );
    this.#tails.set(name, settled);
    void settled.then(() => {
      if (this.#tails.get(name) === settled) this.#tails.delete(name);
    });
    return result;
  }
}
