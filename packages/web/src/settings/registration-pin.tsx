import { createSignal, Show } from "solid-js";
import { errorText } from "../i18n/error-text.ts";
import { t } from "../i18n/language.ts";
import { client, profile } from "../state/client.ts";
import { Dialog } from "../ui/dialog.tsx";
import { showToast } from "../ui/toast.tsx";

const PIN_CHARACTERS_MIN = 4;
const PIN_CHARACTERS_MAX = 64;

export function RegistrationPin() {
  const [choosing, setChoosing] = createSignal(false);
  /** As the server last said; the profile follows a moment later. */
  const [answered, setAnswered] = createSignal<boolean>();
  const hasPin = (): boolean => answered() ?? profile()?.has_pin ?? false;
  const set = async (pin: string | null): Promise<void> => {
    const { has_pin } = await client.call("account/set-pin", { pin });
    setAnswered(has_pin);
    showToast(has_pin ? t().settings.pin_saved : t().settings.pin_removed);
  };
  const remove = (): void => void set(null).catch((failure: unknown) => showToast(errorText(failure)));
  return (
    <section class="group" aria-labelledby="settings-security">
      <h2 id="settings-security">{t().settings.security}</h2>
      <div class="setting">
        <span class="setting-name">
          {t().settings.pin}
          <small class="soft">{hasPin() ? t().settings.pin_on : t().settings.pin_off}</small>
        </span>
      </div>
      <div class="setting-actions">
        <button type="button" class="secondary" data-testid="set-pin" onClick={() => setChoosing(true)}>
          {hasPin() ? t().settings.pin_change : t().settings.pin_set}
        </button>
        <Show when={hasPin()}>
          <button type="button" class="quiet" onClick={remove}>
            {t().settings.pin_remove}
          </button>
        </Show>
      </div>
      <Show when={choosing()}>
        <PinDialog onSet={set} onClosed={() => setChoosing(false)} />
      </Show>
    </section>
  );
}

function PinDialog(props: { onSet: (pin: string) => Promise<void>; onClosed: () => void }) {
  const [pin, setPin] = createSignal("");
  const [error, setError] = createSignal<string>();
  let dialog!: HTMLDialogElement;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    props.onSet(pin()).then(
      () => dialog.close(),
      (failure: unknown) => setError(errorText(failure)),
    );
  };
  return (
    <Dialog title={t().settings.pin} onClosed={props.onClosed} ref={(element) => (dialog = element)}>
      <form class="form" onSubmit={submit}>
        <label class="field">
          <span>{t().settings.pin_new}</span>
          <input
            class="input"
            type="password"
            autocomplete="new-password"
            maxLength={PIN_CHARACTERS_MAX}
            data-testid="new-pin"
            onInput={(event) => setPin(event.currentTarget.value)}
          />
        </label>
        <Show when={error()}>
          <p class="error" role="alert">
            {error()}
          </p>
        </Show>
        <button type="submit" class="primary" disabled={pin().length < PIN_CHARACTERS_MIN}>
          {t().app.save}
        </button>
      </form>
    </Dialog>
  );
}
