import { For } from "solid-js";
import { choose, chosen } from "./address-bar.ts";
import { magicNumbers } from "./handsets.ts";
import { texts } from "./language.ts";

const SAMPLE_BLOCK = "+861380013";

/** The numbers that inject a fault, each with a handset to try. */
export function MagicList() {
  return (
    <section class="magic" aria-labelledby="magic">
      <h2 id="magic">{texts().magic.title}</h2>
      <p class="soft small">{texts().magic.intro}</p>
      <ul>
        <For each={magicNumbers()}>
          {({ last_digits, fault }) => (
            <li>
              <button
                type="button"
                class="magic-row"
                onClick={() => choose(withDigits(chosen(), last_digits))}
              >
                <span class="digits">…{last_digits}</span>
                <span>
                  <strong>{texts().magic.faults[fault].name}</strong>
                  <span class="soft small">{texts().magic.faults[fault].what}</span>
                </span>
              </button>
            </li>
          )}
        </For>
      </ul>
    </section>
  );
}

/** Of the open handset's block, so that the carrier stays the same. */
function withDigits(number: string | null, last_digits: string): string {
  return `${number && number.length > last_digits.length + 3 ? number.slice(0, -last_digits.length) : SAMPLE_BLOCK}${last_digits}`;
}
