import { createSignal, onCleanup } from "solid-js";
import { carrierName } from "./carrier.tsx";
import { timeText } from "./time-text.ts";

const TICK_MS = 10_000;

/** The top of the handset's screen: carrier, clock, signal and battery. */
export function StatusBar(props: { number: string }) {
  const [now, setNow] = createSignal(Date.now());
  const timer = setInterval(() => setNow(Date.now()), TICK_MS);
  onCleanup(() => clearInterval(timer));
  return (
    <div class="status">
      <span>{carrierName(props.number)}</span>
      <span class="island" aria-hidden="true" />
      <span class="right">
        <time>{timeText(now())}</time>
        <svg viewBox="0 0 40 14" aria-hidden="true">
          <path d="M1 10h2v3H1zM5 8h2v5H5zM9 5h2v8H9zM13 2h2v11h-2z" />
          <path
            d="M20 2.5h14a2 2 0 0 1 2 2v5a2 2 0 0 1-2 2H20a2 2 0 0 1-2-2v-5a2 2 0 0 1 2-2z"
            class="shell"
          />
          <path d="M20 4.5h11v5H20zM37.5 5.5v3a1.5 1.5 0 0 0 0-3z" />
        </svg>
      </span>
    </div>
  );
}
