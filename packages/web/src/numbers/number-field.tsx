import { createMemo, createSignal, createUniqueId, For, onMount } from "solid-js";
import { language, t } from "../i18n/language.ts";
import type { CountryCode, TypedNumber } from "./phone-numbers.ts";
import { phoneNumbers } from "./show-number.ts";
import "./number-field.css";

type PhoneNumbers = Awaited<ReturnType<typeof phoneNumbers>>;

export interface NumberFieldProps {
  onChange: (number: TypedNumber) => void;
  invalid: boolean;
  autofocus: boolean;
}

/** A phone number with its country, grouped as it is typed once the numbering plans are here. */
export function NumberField(props: NumberFieldProps) {
  const [plans, setPlans] = createSignal<PhoneNumbers>();
  const [country, setCountry] = createSignal<CountryCode>("CN");
  const countries = createMemo(() => plans()?.countries(language()) ?? []);
  const callingCode = (): string => countries().find(({ code }) => code === country())?.calling_code ?? "+86";
  const hint = createUniqueId();
  let input!: HTMLInputElement;

  const read = (): void => {
    const number = plans()?.readNumber(input.value, country());
    if (!number) return;
    setCountry(number.country);
    if (atEnd(input)) input.value = number.shown;
    props.onChange(number);
  };
  onMount(async () => {
    if (props.autofocus) input.focus();
    setPlans(await phoneNumbers());
    read();
  });

  return (
    <div class="number-field field">
      <label for={hint}>{t().signup.number}</label>
      <div class="number-row">
        <span class="country">
          <span aria-hidden="true">{callingCode()}</span>
          <select
            aria-label={t().signup.country}
            data-testid="country"
            onChange={(event) => {
              setCountry(event.currentTarget.value as CountryCode);
              read();
            }}
          >
            <For each={countries()} fallback={<option value="CN">+86</option>}>
              {({ code, name, calling_code }) => (
                <option value={code} selected={code === country()}>
                  {name} {calling_code}
                </option>
              )}
            </For>
          </select>
        </span>
        <input
          ref={input}
          id={hint}
          class="input"
          type="tel"
          inputmode="tel"
          autocomplete="tel-national"
          placeholder={country() === "CN" ? "138 0013 8000" : ""}
          aria-invalid={props.invalid}
          data-testid="number"
          onInput={read}
        />
      </div>
    </div>
  );
}

/** Grouping would move the caret of somebody who corrects a digit in the middle. */
const atEnd = (input: HTMLInputElement): boolean => input.selectionEnd === input.value.length;
