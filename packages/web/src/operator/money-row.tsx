import { Show } from "solid-js";
import { yuan } from "./amounts.ts";
import { texts } from "./language.ts";
import type { Money } from "./operator-api.ts";

/** What a day or month has cost, against what it may. The bill is between what is sure and that with what is not. */
export function MoneyRow(props: { name: string; money: Money; fen_max: number | null }) {
  const spent = () => props.money.confirmed_fen + props.money.unknown_fen;
  const near = () => props.fen_max !== null && spent() >= 0.8 * props.fen_max;
  return (
    <div class="money-row" data-near={near()}>
      <span class="soft">{props.name}</span>
      <strong data-testid="confirmed">{yuan(props.money.confirmed_fen)}</strong>
      <Show when={props.money.unknown_fen > 0}>
        <span class="unknown" data-testid="unknown">
          {texts().unknown_money(yuan(props.money.unknown_fen))}
        </span>
      </Show>
      <span class="soft">{props.fen_max === null ? texts().no_budget : texts().of(yuan(props.fen_max))}</span>
      <Show when={props.fen_max}>
        {(fen_max) => <meter min={0} max={fen_max()} value={spent()} aria-label={props.name} />}
      </Show>
      <span class="soft small">
        {texts().units(props.money.sms, props.money.units)}
        <Show when={props.money.stated > 0}>{` · ${texts().stated(yuan(props.money.stated_fen))}`}</Show>
      </span>
    </div>
  );
}
