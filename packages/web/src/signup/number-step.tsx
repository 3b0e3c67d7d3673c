import { type ErrorCode, FeiliaoError } from "@feiliao/protocol/errors";
import { createSignal, Show } from "solid-js";
import { errorText } from "../i18n/error-text.ts";
import { t } from "../i18n/language.ts";
import { CarrierChip } from "../numbers/carrier-chip.tsx";
import { NumberField } from "../numbers/number-field.tsx";
import type { TypedNumber } from "../numbers/phone-numbers.ts";
import { phoneNumbers } from "../numbers/show-number.ts";
import type { Verification } from "./steps.ts";
import { sendCode } from "./verify.ts";

/** What leaves other ways to prove the number. */
const NO_SMS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "sms_refused",
  "rate_limited",
  "challenge_required",
]);

interface NumberStepProps {
  onSent: (verification: Verification) => void;
  /** No code could be sent to this number. */
  onNoSms: (number: string) => void;
}

export function NumberStep(props: NumberStepProps) {
  const [number, setNumber] = createSignal<TypedNumber>();
  const [sending, setSending] = createSignal(false);
  const [error, setError] = createSignal<string>();
  const [refused, setRefused] = createSignal<string>();

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    await phoneNumbers(); // autofill and Enter can be faster than the numbering plans
    const e164 = number()?.e164;
    if (!e164) {
      setError(t().error.number_invalid);
      return;
    }
    setSending(true);
    setRefused(undefined);
    setError(undefined);
    try {
      props.onSent(await sendCode(e164));
    } catch (failure) {
      setError(errorText(failure));
      setRefused(failure instanceof FeiliaoError && NO_SMS.has(failure.code) ? e164 : undefined);
      setSending(false);
    }
  };

  return (
    <form class="form" onSubmit={submit} noValidate>
      <header>
        <h1>{t().signup.number_title}</h1>
        <p class="soft">{t().signup.number_intro}</p>
      </header>
      <NumberField autofocus invalid={error() !== undefined} onChange={setNumber} />
      <p class="carrier" aria-live="polite">
        <Show when={number()?.carrier}>{(carrier) => <CarrierChip carrier={carrier()} />}</Show>
      </p>
      <Show when={error()}>
        <p class="error" role="alert">
          {error()}
        </p>
      </Show>
      <button type="submit" class="primary" disabled={sending()} data-testid="send-code">
        {sending() ? t().signup.sending : t().signup.send_code}
      </button>
      <Show when={refused()}>
        {(e164) => (
          <button type="button" class="quiet" data-testid="no-sms" onClick={() => props.onNoSms(e164())}>
            {t().signup.no_sms}
          </button>
        )}
      </Show>
    </form>
  );
}
