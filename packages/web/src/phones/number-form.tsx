import { createSignal, For, Show } from "solid-js";
import { showNumber } from "../numbers/show-number.ts";
import { choose } from "./address-bar.ts";
import { Carrier } from "./carrier.tsx";
import { texts } from "./language.ts";
import { e164Of } from "./written-number.ts";

/** One of each carrier. */
const SAMPLES = ["+8613800138000", "+8618600138000", "+8618900138000", "+8619200138000"];

/** Takes a handset by its number. */
export function NumberForm() {
  const [written, setWritten] = createSignal("");
  const [wrong, setWrong] = createSignal(false);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const number = e164Of(written());
    setWrong(number === null);
    if (number) choose(number);
  };
  return (
    <form class="take" onSubmit={submit} novalidate>
      <label class="field">
        <span>{texts().number.label}</span>
        <input
          class="input"
          type="tel"
          autocomplete="off"
          data-testid="handset-number"
          placeholder={texts().number.hint}
          aria-invalid={wrong()}
          aria-describedby="number-wrong"
          value={written()}
          onInput={(event) => {
            setWritten(event.currentTarget.value);
            setWrong(false);
          }}
        />
      </label>
      <button class="primary" type="submit" data-testid="handset-open">
        {texts().number.open}
      </button>
      <p class="error" id="number-wrong" role="alert">
        <Show when={wrong()}>{texts().number.wrong}</Show>
      </p>
      <p class="soft small" id="samples">
        {texts().number.samples}
      </p>
      <ul class="samples" aria-labelledby="samples">
        <For each={SAMPLES}>
          {(number) => (
            <li>
              <button type="button" class="sample" onClick={() => choose(number)}>
                <span>{showNumber(number)}</span>
                <Carrier number={number} />
              </button>
            </li>
          )}
        </For>
      </ul>
    </form>
  );
}
