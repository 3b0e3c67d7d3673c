import { type Accessor, createSignal } from "solid-js";

/** A choice of this browser, kept in localStorage; anything unexpected there is ignored. */
export function preference<T extends string>(
  name: string,
  initial: T,
  allowed: readonly T[],
): [Accessor<T>, (value: T) => void] {
  const key = `feiliao.${name}`;
  const kept = read(key);
  const [value, setValue] = createSignal<T>(allowed.find((choice) => choice === kept) ?? initial);
  const choose = (next: T): void => {
    setValue(() => next);
    write(key, next);
  };
  return [value, choose];
}

/** Storage may be switched off by the browser's privacy settings. */
export function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // The choice then lasts as long as the page.
  }
}
