/** A Map that forgets what was used longest ago when it grows over its limit. */
export class BoundedMap<Key, Value> {
  readonly #map = new Map<Key, Value>();
  readonly #entries_max: number;

  constructor(entries_max: number) {
    this.#entries_max = entries_max;
  }

  get(key: Key): Value | undefined {
    const value = this.#map.get(key);
    if (value !== undefined && this.#map.size > this.#entries_max / 2) {
      this.#map.delete(key); // move to the young end; not worth it while the map is half empty
      this.#map.set(key, value);
    }
    return value;
  }

  set(key: Key, value: Value): void {
    this.#map.set(key, value);
    if (this.#map.size > this.#entries_max) this.#map.delete(this.#map.keys().next().value as Key);
  }

  clear(): void {
    this.#map.clear();
  }
}
