import { createSignal } from "solid-js";

/** How long one's own recalled words can be taken up again, on the device that recalled them. */
const KEPT_MS = 5 * 60_000;

const [kept, setKept] = createSignal<ReadonlyMap<string, string>>(new Map());

export const recalledWords = (key: string): string | undefined => kept().get(key);

/** In memory only: they are gone from everywhere else. */
export function keepRecalledWords(key: string, text: string): void {
  setKept(new Map([...kept(), [key, text]]));
  setTimeout(() => setKept(new Map([...kept()].filter(([other]) => other !== key))), KEPT_MS);
}
