import { createSignal, onCleanup } from "solid-js";

/** Whole seconds until `until`, counted while the component lives. */
export function secondsUntil(until: () => number): () => number {
  const [now, setNow] = createSignal(Date.now());
  const timer = setInterval(() => setNow(Date.now()), 500);
  onCleanup(() => clearInterval(timer));
  return () => Math.max(0, Math.ceil((until() - now()) / 1000));
}
