import { For } from "solid-js";
import { CarrierAccess } from "./carrier-access.tsx";
import { CarrierBill } from "./carrier-bill.tsx";
import { CarrierFaults } from "./carrier-faults.tsx";
import type { CarrierInfo } from "./carriers-api.ts";
import { texts } from "./language.ts";
import { yuan } from "./yuan.ts";

/** One carrier at a glance; the rest unfolds. */
export function CarrierCard(props: { carrier: CarrierInfo }) {
  const state = () => {
    if (props.carrier.settings.down) return "down";
    return props.carrier.port === null ? "none" : "up";
  };
  return (
    <article class="card" data-testid={`carrier-${props.carrier.id}`} data-state={state()}>
      <header>
        <h3 class={`carrier ${props.carrier.id}`}>{texts().carrier.names[props.carrier.id]}</h3>
        <span class="protocol">{props.carrier.protocol.toUpperCase()}</span>
      </header>
      <p class="state small">
        {texts().carrier.state[state()]}
        {props.carrier.port !== null && ` · 127.0.0.1:${props.carrier.port}`}
        {state() === "up" && ` · ${texts().carrier.connections(props.carrier.sessions.length)}`}
      </p>
      <ul class="sums">
        <For each={props.carrier.accounts.filter(({ name, bill }) => name === "own" || bill.units > 0)}>
          {({ name, bill }) => (
            <li data-testid={`sum-${name}`}>
              <span class="soft small">{texts().carrier.account[name]}</span>
              <strong>{texts().carrier.sum(bill.units, yuan(bill.fen))}</strong>
            </li>
          )}
        </For>
      </ul>
      <CarrierBill carrier={props.carrier} />
      <CarrierFaults carrier={props.carrier} />
      <CarrierAccess carrier={props.carrier} />
    </article>
  );
}
