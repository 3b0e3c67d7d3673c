import { For, Show } from "solid-js";
import { showNumber } from "../numbers/show-number.ts";
import { Carrier } from "./carrier.tsx";
import { choose, chosen } from "./chosen-handset.ts";
import { handsets } from "./handsets.ts";
import { texts } from "./language.ts";
import { timeText } from "./time-text.ts";

/** Handsets that have messages. */
export function HandsetList() {
  return (
    <section aria-labelledby="handsets">
      <h2 id="handsets">{texts().handsets}</h2>
      <ul class="handsets">
        <For each={handsets()} fallback={<li class="soft small">{texts().no_handsets}</li>}>
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
                <span class="preview soft">{last?.text ?? ""}</span>
                <Carrier number={number} />
              </button>
            </li>
          )}
        </For>
      </ul>
    </section>
  );
}
