import type { OwnerProof, VerificationId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { createSignal, Match, Show, Switch } from "solid-js";
import { language, t } from "../i18n/language.ts";
import { NumberField } from "../numbers/number-field.tsx";
import type { TypedNumber } from "../numbers/phone-numbers.ts";
import { phoneNumbers, showNumber } from "../numbers/show-number.ts";
import { client, profile } from "../state/client.ts";
import { Dialog } from "../ui/dialog.tsx";
import { showToast } from "../ui/toast.tsx";
import { createAttempt } from "./attempt.ts";
import { CodeField } from "./code-field.tsx";

type Sent = { verification_id: VerificationId; number: string };

/** The account moves to another number, with everything in it. */
export function ChangeNumber(props: { onClosed: () => void }) {
  const [number, setNumber] = createSignal<TypedNumber>();
  const [sent, setSent] = createSignal<Sent>();
  const [pin, setPin] = createSignal("");
  const { busy, error, setError, attempt } = createAttempt();
  let dialog!: HTMLDialogElement;

  const send = async (): Promise<void> => {
    await phoneNumbers(); // autofill and Enter can be faster than the numbering plans
    const e164 = number()?.e164;
    if (!e164) throw new FeiliaoError("number_invalid");
    if (e164 === profile()?.number) {
      setError(t().settings.number_same);
      return;
    }
    const input = { number: e164, locale: language() };
    setSent(await client.call("account/change-number-start", input));
  };
  const change = async (code: string): Promise<void> => {
    const { verification_id } = sent()!;
    const proof: OwnerProof | undefined = profile()?.has_pin ? { type: "pin", pin: pin() } : undefined;
    const changed = await client.call("account/change-number", {
      ...{ verification_id, code },
      ...(proof && { proof }),
    });
    showToast(t().settings.number_changed(showNumber(changed.number)));
    dialog.close();
  };
  const submitNumber = (event: SubmitEvent): void => {
    event.preventDefault();
    void attempt(send);
  };

  return (
    <Dialog
      title={t().settings.number_change}
      onClosed={props.onClosed}
      ref={(element) => (dialog = element)}
    >
      <Switch>
        <Match when={!sent()}>
          <form class="form" onSubmit={submitNumber} noValidate>
            <p class="soft">{t().settings.number_change_intro}</p>
            <NumberField autofocus invalid={error() !== undefined} onChange={setNumber} />
            <button type="submit" class="primary" disabled={busy()} data-testid="change-number-send">
              {t().signup.send_code}
            </button>
          </form>
        </Match>
        <Match when={sent()}>
          {(sent) => (
            <div class="form">
              <p class="soft">{t().signup.code_intro(showNumber(sent().number))}</p>
              <Show when={profile()?.has_pin}>
                <label class="field">
                  <span>{t().signup.pin_title}</span>
                  <input
                    class="input"
                    type="password"
                    autocomplete="current-password"
                    data-testid="change-number-pin"
                    onInput={(event) => setPin(event.currentTarget.value)}
                  />
                </label>
              </Show>
              <CodeField
                submit={t().settings.number_change}
                busy={busy()}
                onCode={(code) => attempt(() => change(code))}
              />
            </div>
          )}
        </Match>
      </Switch>
      <Show when={error()}>
        <p class="error" role="alert">
          {error()}
        </p>
      </Show>
    </Dialog>
  );
}
