/**
 * Several values under one key. Most keys have one, which is kept as it is: a collection of one would cost more
 * than the rest of the entry.
 */
export class MultiMap<Key, Value extends object> {
  readonly #values = new Map<Key, Value | readonly Value[]>();
  #size = 0;

  /** How many values there are under all keys. */
  get size(): number {
    return this.#size;
  }

  add(key: Key, value: Value): void {
    const values = this.get(key);
    this.#values.set(key, values.length === 0 ? value : [...values, value]);
    this.#size++;
  }

  remove(key: Key, value: Value): void {
    const values = this.get(key);
    const left = values.filter((other) => other !== value);
    this.#size -= values.length - left.length;
    if (left.length > 1) this.#values.set(key, left);
    else if (left.length === 1) this.#values.set(key, left[0]!);
    else this.#values.delete(key);
  }

  /** What is returned does not change: whoever goes through it may add and remove meanwhile. */
  get(key: Key): readonly Value[] {
    const values = this.#values.get(key);
    if (values === undefined) return NONE;
    return isSeveral(values) ? values : [values];
  }

  *values(): Iterable<Value> {
    for (const key of this.#values.keys()) yield* this.get(key);
  }
}

const NONE: readonly never[] = [];

function isSeveral<Value>(values: Value | readonly Value[]): values is readonly Value[] {
  return Array.isArray(values);
}
