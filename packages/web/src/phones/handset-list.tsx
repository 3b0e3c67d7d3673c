import { For, Show } from "solid-js";
import { showNumber } from "../numbers/show-number.ts";
import { choose, chosen } from "./address-bar.ts";
import { Carrier } from "./carrier.tsx";
import { handset, handsets } from "./handsets.ts";
import { texts } from "./language.ts";
import { timeText } from "./time-text.ts";

/** Handsets that have messages, or settings of their own. */
export function HandsetList() {
  return (
    <section aria-labelledby="handsets">
      <h2 id="handsets">{texts().list.title}</h2>
      <ul class="handsets">
        <For each={handsets()} fallback={<li class="soft small">{texts().list.empty}</li>}>
          {({ number, last }) => (
            <li>
              <button
                type="button"
                class="handset-row"
                data-number={number}
                aria-current={chosen() === number ? "true" : undefined}
                onClick={() => choose(number)}
              >
                <span class="number">{showNumber(number)}</span>
                <Show when={last}>{(last) => <time class="soft">{timeText(last().at)}</time>}</Show>
                <span class="preview soft">
                  <Show when={lineOf(number)}>{(line) => <strong class="line">{line()} </strong>}</Show>
                  {last?.text}
                </span>
                <Carrier number={number} />
              </button>
            </li>
          )}
        </For>
      </ul>
    </section>
  );
}

/** What its line is called unless it is on. */
function lineOf(number: string): string | null {
  const line = handset(number)?.settings.line ?? "on";
  return line === "on" ? null : texts().settings.lines[line].name;
}
