import { createSignal } from "solid-js";
import { t } from "../i18n/language.ts";
import { CODE_DIGITS, codeDigits } from "../signup/code-digits.ts";

export interface CodeFieldProps {
  /** What the button says. */
  submit: string;
  dangerous?: boolean;
  busy: boolean;
  onCode: (code: string) => void;
}

/** The six digits of an SMS, and the button for what they confirm: unlike signing in, it is pressed on purpose. */
export function CodeField(props: CodeFieldProps) {
  const [code, setCode] = createSignal("");
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    props.onCode(code());
  };
  return (
    <form class="form" onSubmit={submit}>
      <input
        class="input code"
        inputmode="numeric"
        autocomplete="one-time-code"
        aria-label={t().signup.code}
        placeholder="······"
        data-testid="code"
        onInput={(event) => {
          event.currentTarget.value = codeDigits(event.currentTarget.value);
          setCode(event.currentTarget.value);
        }}
      />
      <button
        type="submit"
        class={props.dangerous ? "dangerous" : "primary"}
        disabled={props.busy || code().length < CODE_DIGITS}
        data-testid="code-submit"
      >
        {props.submit}
      </button>
    </form>
  );
}
