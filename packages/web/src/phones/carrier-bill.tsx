import { createResource, createSignal, For, Show } from "solid-js";
import { showNumber } from "../numbers/show-number.ts";
import { Icon } from "../ui/icon.tsx";
import { type AccountName, billUrl, type CarrierInfo, fetchBill, type PartState } from "./carriers-api.ts";
import { texts } from "./language.ts";
import { timeText } from "./time-text.ts";
import { yuan } from "./yuan.ts";

const STATES: readonly PartState[] = ["delivered", "accepted", "failed", "expired"];

/** What a carrier charges, part by part, and its statement to take away. */
export function CarrierBill(props: { carrier: CarrierInfo }) {
  const [open, setOpen] = createSignal(false);
  return (
    <details class="fold" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary data-testid="bill">{texts().carrier.bill}</summary>
      <Show when={open()}>
        <For each={props.carrier.accounts.filter(({ name, bill }) => name === "own" || bill.units > 0)}>
          {({ name, bill }) => (
            <section class="bill">
              <p class="small">
                <strong>{texts().carrier.account[name]}</strong>{" "}
                <span class="soft">
                  {STATES.filter((state) => bill.by_state[state] > 0)
                    .map((state) => `${bill.by_state[state]} ${texts().carrier.states[state]}`)
                    .join(" · ")}
                </span>
              </p>
              <Lines carrier={props.carrier} account={name} />
              <a class="secondary download" href={billUrl(props.carrier.id, name)} download="">
                <Icon name="download" />
                {texts().carrier.download}
              </a>
            </section>
          )}
        </For>
      </Show>
    </details>
  );
}

function Lines(props: { carrier: CarrierInfo; account: AccountName }) {
  /** Another one when something was billed, or has come to its end. */
  const version = () =>
    JSON.stringify(props.carrier.accounts.find(({ name }) => name === props.account)?.bill);
  const [lines] = createResource(version, () => fetchBill(props.carrier.id, props.account));
  return (
    <Show when={lines.latest?.length} fallback={<p class="soft small">{texts().carrier.no_lines}</p>}>
      {/* Wider than a phone, it is scrolled, also by keyboard. */}
      <section class="table" tabindex="0" aria-label={texts().carrier.bill}>
        <table class="small">
          <thead>
            <tr>
              <th>{texts().carrier.columns.at}</th>
              <th>{texts().carrier.columns.number}</th>
              <th>{texts().carrier.columns.sender}</th>
              <th>{texts().carrier.columns.state}</th>
              <th class="fen">{texts().carrier.columns.fen}</th>
            </tr>
          </thead>
          <tbody>
            <For each={lines.latest}>
              {(line) => (
                <tr data-testid="bill-line">
                  <td>{timeText(line.submitted_at)}</td>
                  <td>{showNumber(line.number)}</td>
                  <td>{line.sender}</td>
                  <td>
                    {texts().carrier.states[line.state]}
                    {line.parts > 1 && ` ${line.part}/${line.parts}`}
                  </td>
                  <td class="fen">¥{yuan(line.fen)}</td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </section>
    </Show>
  );
}
