import type { CacheKey } from "./port.ts";

interface Row {
  key: CacheKey;
  value: unknown;
}

/** Values in the order of their keys. */
export class SortedTable {
  readonly #rows: Row[] = [];

  get(key: CacheKey): unknown {
    const row = this.#rows[this.#lowerBound(key)];
    return row && compareKeys(row.key, key) === 0 ? row.value : undefined;
  }

  put(key: CacheKey, value: unknown): void {
    const index = this.#lowerBound(key);
    const row = this.#rows[index];
    const replaces = row !== undefined && compareKeys(row.key, key) === 0;
    this.#rows.splice(index, replaces ? 1 : 0, { key, value });
  }

  delete(key: CacheKey): void {
    const index = this.#lowerBound(key);
    const row = this.#rows[index];
    if (row && compareKeys(row.key, key) === 0) this.#rows.splice(index, 1);
  }

  range(lower: CacheKey, upper: CacheKey, limit: number, descending: boolean): unknown[] {
    const start = this.#lowerBound(lower);
    let end = this.#lowerBound(upper);
    const last = this.#rows[end];
    if (last && compareKeys(last.key, upper) === 0) end++;
    const rows = descending
      ? this.#rows.slice(Math.max(start, end - limit), end).reverse()
      : this.#rows.slice(start, Math.min(end, start + limit));
    return rows.map((row) => row.value);
  }

  all(): unknown[] {
    return this.#rows.map((row) => row.value);
  }

  /** Index of the first row whose key is not below `key`. */
  #lowerBound(key: CacheKey): number {
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareKeys(this.#rows[middle]!.key, key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Order of keys as in Indexed Database API 3.0 §2.4: numbers, then strings, then arrays item by item. */
export function compareKeys(a: CacheKey, b: CacheKey): number {
  if (Array.isArray(a) && Array.isArray(b)) return compareArrays(a, b);
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0) return rank;
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareArrays(a: (string | number)[], b: (string | number)[]): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const order = compareKeys(a[index]!, b[index]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function rankOf(key: CacheKey): number {
  if (typeof key === "number") return 0;
  return typeof key === "string" ? 1 : 2;
}
