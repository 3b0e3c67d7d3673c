import { For, onCleanup } from "solid-js";
import "./carriers.css";
import { CarrierCard } from "./carrier-card.tsx";
import { carriers, watchCarriers } from "./carriers.ts";
import { texts } from "./language.ts";

/** The carriers in the box: how to dial them, what they charge, and what goes wrong with them. */
export function CarriersPage() {
  onCleanup(watchCarriers());
  return (
    <section class="carriers" aria-labelledby="carriers">
      <h2 id="carriers">{texts().carriers}</h2>
      <p class="soft small">{texts().carrier.intro}</p>
      <div class="cards">
        <For each={carriers}>{(carrier) => <CarrierCard carrier={carrier} />}</For>
      </div>
    </section>
  );
}
