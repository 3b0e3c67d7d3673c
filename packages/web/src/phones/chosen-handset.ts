import { createSignal } from "solid-js";
import { listen } from "../state/effect.ts";
import { e164Of } from "./written-number.ts";

const [chosen, setChosen] = createSignal(numberInAddressBar());

/** The number of the handset that is open, or null. It stands behind the # so that Back closes it. */
export { chosen };

export function choose(number: string): void {
  location.hash = number;
}

/** Back to the list. */
export function closeHandset(): void {
  history.pushState(null, "", location.pathname);
  setChosen(null);
}

export function followAddressBar(): void {
  const follow = () => setChosen(numberInAddressBar());
  listen(window, "hashchange", follow);
  listen(window, "popstate", follow);
}

function numberInAddressBar(): string | null {
  return e164Of(decodeURIComponent(location.hash.slice(1)));
}
