import { createSignal } from "solid-js";
import { listen } from "../state/effect.ts";
import { e164Of } from "./written-number.ts";

/** What the page shows. It stands behind the # so that Back works. */
export type Shown = { page: "phones"; number: string | null } | { page: "carriers" };

const CARRIERS = "carriers";
const [shown, setShown] = createSignal(shownByAddressBar());

export { shown };

/** The number of the handset that is open, or null. */
export function chosen(): string | null {
  const now = shown();
  return now.page === "phones" ? now.number : null;
}

export function choose(number: string): void {
  location.hash = number;
}

export function showCarriers(): void {
  location.hash = CARRIERS;
}

/** All handsets, none open. */
export function showPhones(): void {
  history.pushState(null, "", location.pathname);
  setShown({ page: "phones", number: null });
}

export function followAddressBar(): void {
  const follow = () => setShown(shownByAddressBar());
  listen(window, "hashchange", follow);
  listen(window, "popstate", follow);
}

function shownByAddressBar(): Shown {
  const written = decodeURIComponent(location.hash.slice(1));
  return written === CARRIERS ? { page: "carriers" } : { page: "phones", number: e164Of(written) };
}
