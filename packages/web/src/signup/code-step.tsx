import { FeiliaoError } from "@feiliao/protocol/errors";
import { createSignal, onMount, Show } from "solid-js";
import { errorText } from "../i18n/error-text.ts";
import { t } from "../i18n/language.ts";
import { showNumber } from "../numbers/show-number.ts";
import { secondsUntil } from "../state/seconds-until.ts";
import { CODE_DIGITS, codeDigits } from "./code-digits.ts";
import type { RestoreRequired, Verification } from "./steps.ts";
import { checkCode, sendCode } from "./verify.ts";

export interface CodeStepProps {
  verification: Verification;
  onResent: (verification: Verification) => void;
  onOtherNumber: () => void;
  onNoSms: () => void;
  onPinRequired: (code: string) => void;
  onRestoreRequired: RestoreRequired;
}

export function CodeStep(props: CodeStepProps) {
  const [checking, setChecking] = createSignal(false);
  const [error, setError] = createSignal<string>();
  const [note, setNote] = createSignal<string>();
  const seconds = secondsUntil(() => props.verification.resend_at);
  let field!: HTMLInputElement;
  onMount(() => field.focus());

  const check = async (code: string): Promise<void> => {
    if (checking()) return;
    const entered = { verification: props.verification, code };
    setChecking(true);
    setError(undefined);
    try {
      await checkCode(entered);
    } catch (failure) {
      if (props.onRestoreRequired(failure, () => checkCode(entered, true))) return;
      if (failure instanceof FeiliaoError && failure.code === "pin_required")
        return props.onPinRequired(code);
      setError(errorText(failure));
      setChecking(false);
      field.select();
    }
  };
  const typed = (): void => {
    const code = codeDigits(field.value);
    field.value = code;
    setNote(undefined);
    if (code.length === CODE_DIGITS) void check(code);
  };
  const resend = async (): Promise<void> => {
    setError(undefined);
    try {
      props.onResent(await sendCode(props.verification.number));
      setNote(t().signup.resent);
    } catch (failure) {
      setError(errorText(failure));
    }
    field.focus();
  };

  return (
    <div class="form">
      <header>
        <h1>{t().signup.code_title}</h1>
        <p class="soft">{t().signup.code_intro(showNumber(props.verification.number))}</p>
      </header>
      <input
        ref={field}
        class="input code"
        inputmode="numeric"
        autocomplete="one-time-code"
        aria-label={t().signup.code}
        aria-invalid={error() !== undefined}
        placeholder="······"
        data-testid="code"
        readOnly={checking()}
        onInput={typed}
      />
      <p class="status" aria-live="polite">
        <Show when={error()} fallback={checking() ? t().signup.checking : note()}>
          <span class="error">{error()}</span>
        </Show>
      </p>
      <div class="signup-links">
        <button type="button" class="quiet" onClick={() => props.onOtherNumber()}>
          {t().signup.other_number}
        </button>
        <button type="button" class="quiet" disabled={seconds() > 0} data-testid="resend" onClick={resend}>
          {seconds() > 0 ? t().signup.resend_in(seconds()) : t().signup.resend}
        </button>
        <Show when={seconds() === 0}>
          <button type="button" class="quiet" data-testid="no-sms" onClick={() => props.onNoSms()}>
            {t().signup.no_sms}
          </button>
        </Show>
      </div>
    </div>
  );
}
