import { FeiliaoError } from "@feiliao/protocol/errors";
import { createSignal, onMount, Show } from "solid-js";
import { errorText } from "../i18n/error-text.ts";
import { t } from "../i18n/language.ts";
import type { RestoreRequired, Verification } from "./steps.ts";
import { checkCode } from "./verify.ts";

export interface PinStepProps {
  verification: Verification;
  code: string;
  onStartAgain: () => void;
  onRestoreRequired: RestoreRequired;
}

export function PinStep(props: PinStepProps) {
  const [pin, setPin] = createSignal("");
  const [checking, setChecking] = createSignal(false);
  const [error, setError] = createSignal<unknown>();
  const codeIsGone = (): boolean => {
    const failure = error();
    return failure instanceof FeiliaoError && failure.code === "code_expired";
  };
  let field!: HTMLInputElement;
  onMount(() => field.focus());

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const entered = { verification: props.verification, code: props.code, pin: pin() };
    setChecking(true);
    setError(undefined);
    try {
      await checkCode(entered);
    } catch (failure) {
      if (props.onRestoreRequired(failure, () => checkCode(entered, true))) return;
      setError(failure);
      setChecking(false);
      field.select();
    }
  };

  return (
    <form class="form" onSubmit={submit}>
      <header>
        <h1>{t().signup.pin_title}</h1>
        <p class="soft">{t().signup.pin_intro}</p>
      </header>
      <input
        ref={field}
        class="input"
        type="password"
        autocomplete="current-password"
        aria-label={t().signup.pin}
        aria-invalid={error() !== undefined}
        data-testid="pin"
        onInput={(event) => setPin(event.currentTarget.value)}
      />
      <Show when={error()}>
        <p class="error" role="alert">
          {errorText(error())}
        </p>
      </Show>
      <Show
        when={codeIsGone()}
        fallback={
          <button
            type="submit"
            class="primary"
            disabled={checking() || pin() === ""}
            data-testid="pin-submit"
          >
            {checking() ? t().signup.checking : t().signup.pin_submit}
          </button>
        }
      >
        <button type="button" class="primary" onClick={() => props.onStartAgain()}>
          {t().app.retry}
        </button>
      </Show>
    </form>
  );
}
