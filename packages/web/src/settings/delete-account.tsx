import type { OwnerProof, VerificationId } from "@feiliao/protocol";
import { createSignal, Match, Show, Switch } from "solid-js";
import { language, t } from "../i18n/language.ts";
import { go } from "../navigation/router.ts";
import { showNumber } from "../numbers/show-number.ts";
import { signChallenge } from "../passkeys/passkey-sign-in.ts";
import { canUsePasskeys } from "../passkeys/webauthn.ts";
import { client, profile } from "../state/client.ts";
import { serverInfo } from "../state/server-info.ts";
import { Dialog } from "../ui/dialog.tsx";
import { createAttempt } from "./attempt.ts";
import { CodeField } from "./code-field.tsx";

type Step = { step: "explain" } | { step: "pin" } | { step: "code"; verification_id: VerificationId };

/** Says what goes and what stays, asks for proof, and signs out. */
export function DeleteAccount(props: { onClosed: () => void }) {
  const [step, setStep] = createSignal<Step>({ step: "explain" });
  const [pin, setPin] = createSignal("");
  const { busy, error, attempt } = createAttempt();
  let dialog!: HTMLDialogElement;

  const remove = async (proof: OwnerProof): Promise<void> => {
    await client.deleteAccount(proof);
    go({ screen: "list" });
  };
  const next = async (): Promise<void> => {
    if (profile()?.has_pin) return void setStep({ step: "pin" });
    const { verification_id } = await client.startVerification(profile()!.number, language());
    setStep({ step: "code", verification_id });
  };
  const withPasskey = async (): Promise<void> => {
    const signed = await signChallenge();
    if (signed) await remove({ type: "passkey", ...signed });
  };
  const submitPin = (event: SubmitEvent): void => {
    event.preventDefault();
    void attempt(() => remove({ type: "pin", pin: pin() }));
  };
  const verification = () => {
    const now = step();
    return now.step === "code" ? now.verification_id : undefined;
  };

  return (
    <Dialog title={t().settings.delete_title} onClosed={props.onClosed} ref={(element) => (dialog = element)}>
      <Switch>
        <Match when={step().step === "explain"}>
          <ul class="consequences">
            <li>{t().settings.delete_devices}</li>
            <li>{t().settings.delete_grace}</li>
            <li>{t().settings.delete_gone}</li>
            <li>{t().settings.delete_stays}</li>
          </ul>
          <div class="dialog-actions">
            <button type="button" class="quiet" onClick={() => dialog.close()}>
              {t().app.cancel}
            </button>
            <button
              type="button"
              class="dangerous"
              disabled={busy()}
              data-testid="delete-next"
              onClick={() => attempt(next)}
            >
              {t().settings.delete_next}
            </button>
          </div>
          <Show when={canUsePasskeys(serverInfo()?.passkeys)}>
            <button type="button" class="quiet" disabled={busy()} onClick={() => attempt(withPasskey)}>
              {t().settings.delete_with_passkey}
            </button>
          </Show>
        </Match>
        <Match when={step().step === "pin"}>
          <form class="form" onSubmit={submitPin}>
            <label class="field">
              <span>{t().signup.pin_title}</span>
              <input
                ref={(field) => queueMicrotask(() => field.focus())}
                class="input"
                type="password"
                autocomplete="current-password"
                data-testid="delete-pin"
                onInput={(event) => setPin(event.currentTarget.value)}
              />
            </label>
            <button
              type="submit"
              class="dangerous"
              disabled={busy() || pin() === ""}
              data-testid="delete-confirm"
            >
              {t().settings.delete_confirm}
            </button>
          </form>
        </Match>
        <Match when={verification()}>
          {(verification_id) => (
            <>
              <p class="soft">{t().signup.code_intro(showNumber(profile()?.number ?? ""))}</p>
              <CodeField
                dangerous
                submit={t().settings.delete_confirm}
                busy={busy()}
                onCode={(code) =>
                  attempt(() => remove({ type: "code", verification_id: verification_id(), code }))
                }
              />
            </>
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
