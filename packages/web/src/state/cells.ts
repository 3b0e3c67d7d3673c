import { type Accessor, createMemo, createSignal, type Setter } from "solid-js";

/** One item of a list under its key: the object stays while the value in it changes. */
export interface Cell<T> {
  readonly key: string;
  readonly value: Accessor<T>;
}

/**
 * Turns a list whose items are replaced into one whose items stay, so that `<For>` keeps the elements and only
 * what changed inside them is drawn again.
 */
export function cells<T>(
  source: Accessor<readonly T[]>,
  keyOf: (item: T) => string,
  same: (a: T, b: T) => boolean = Object.is,
): Accessor<readonly Cell<T>[]> {
  let known = new Map<string, { cell: Cell<T>; set: Setter<T> }>();
  return createMemo(() => {
    const next = new Map<string, { cell: Cell<T>; set: Setter<T> }>();
    for (const item of source()) {
      const key = keyOf(item);
      const kept = known.get(key);
      if (kept) kept.set(() => item);
      next.set(key, kept ?? newCell(key, item, same));
    }
    known = next;
    return [...next.values()].map(({ cell }) => cell);
  });
}

function newCell<T>(key: string, item: T, same: (a: T, b: T) => boolean) {
  const [value, set] = createSignal(item, { equals: same });
  return { cell: { key, value }, set };
}
