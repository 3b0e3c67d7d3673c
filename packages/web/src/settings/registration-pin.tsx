import type { OwnerProof } from "@feiliao/protocol";
import { createSignal, Show } from "solid-js";
import { errorText } from "../i18n/error-text.ts";
import { t } from "../i18n/language.ts";
import { signChallenge } from "../passkeys/passkey-sign-in.ts";
import { canUsePasskeys } from "../passkeys/webauthn.ts";
import { client, profile } from "../state/client.ts";
import { serverInfo } from "../state/server-info.ts";
import { Dialog } from "../ui/dialog.tsx";
import { showToast } from "../ui/toast.tsx";

const PIN_CHARACTERS_MIN = 4;
const PIN_CHARACTERS_MAX = 64;

export function RegistrationPin() {
  const [choosing, setChoosing] = createSignal<"set" | "remove">();
  /** As the server last said; the profile follows a moment later. */
  const [answered, setAnswered] = createSignal<boolean>();
  const hasPin = (): boolean => answered() ?? profile()?.has_pin ?? false;
  const set = async (pin: string | null, proof?: OwnerProof): Promise<void> => {
    const { has_pin } = await client.call("account/set-pin", { pin, ...(proof && { proof }) });
    setAnswered(has_pin);
    showToast(has_pin ? t().settings.pin_saved : t().settings.pin_removed);
  };
  return (
    <>
      <div class="setting">
        <span class="setting-name">
          {t().settings.pin}
          <small class="soft">{hasPin() ? t().settings.pin_on : t().settings.pin_off}</small>
        </span>
      </div>
      <div class="setting-actions">
        <button type="button" class="secondary" data-testid="set-pin" onClick={() => setChoosing("set")}>
          {hasPin() ? t().settings.pin_change : t().settings.pin_set}
        </button>
        <Show when={hasPin()}>
          <button type="button" class="quiet" data-testid="remove-pin" onClick={() => setChoosing("remove")}>
            {t().settings.pin_remove}
          </button>
        </Show>
      </div>
      <Show when={choosing()}>
        {(chosen) => (
          <PinDialog
            asks_present={hasPin()}
            asks_new={chosen() === "set"}
            onSet={set}
            onClosed={() => setChoosing(undefined)}
          />
        )}
      </Show>
    </>
  );
}

interface PinDialogProps {
  /** Whether there is a PIN now, which has to be given, or a passkey in its place. */
  asks_present: boolean;
  /** False: it is removed. */
  asks_new: boolean;
  onSet: (pin: string | null, proof?: OwnerProof) => Promise<void>;
  onClosed: () => void;
}

function PinDialog(props: PinDialogProps) {
  const [present, setPresent] = createSignal("");
  const [pin, setPin] = createSignal("");
  const [error, setError] = createSignal<string>();
  let dialog!: HTMLDialogElement;
  const isReady = (): boolean => !props.asks_new || pin().length >= PIN_CHARACTERS_MIN;
  const set = async (proof?: OwnerProof): Promise<void> => {
    setError(undefined);
    try {
      await props.onSet(props.asks_new ? pin() : null, proof);
      dialog.close();
    } catch (failure) {
      setError(errorText(failure));
    }
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void set(props.asks_present ? { type: "pin", pin: present() } : undefined);
  };
  const withPasskey = async (): Promise<void> => {
    const signed = await signChallenge().catch((failure: unknown) => {
      setError(errorText(failure));
      return null;
    });
    if (signed) await set({ type: "passkey", ...signed });
  };
  return (
    <Dialog
      title={props.asks_new ? t().settings.pin : t().settings.pin_remove_title}
      onClosed={props.onClosed}
      ref={(element) => (dialog = element)}
    >
      <form class="form" onSubmit={submit}>
        <Show when={props.asks_present}>
          <label class="field">
            <span>{t().settings.pin_present}</span>
            <input
              class="input"
              type="password"
              autofocus
              autocomplete="current-password"
              maxLength={PIN_CHARACTERS_MAX}
              data-testid="present-pin"
              onInput={(event) => setPresent(event.currentTarget.value)}
            />
          </label>
        </Show>
        <Show when={props.asks_new}>
          <label class="field">
            <span>{t().settings.pin_new}</span>
            <input
              class="input"
              type="password"
              autofocus={!props.asks_present}
              autocomplete="new-password"
              maxLength={PIN_CHARACTERS_MAX}
              data-testid="new-pin"
              onInput={(event) => setPin(event.currentTarget.value)}
            />
          </label>
        </Show>
        <Show when={error()}>
          <p class="error" role="alert">
            {error()}
          </p>
        </Show>
        <button
          type="submit"
          class={props.asks_new ? "primary" : "dangerous"}
          disabled={!isReady() || (props.asks_present && present() === "")}
          data-testid="pin-save"
        >
          {props.asks_new ? t().app.save : t().settings.pin_remove}
        </button>
        <Show when={props.asks_present && canUsePasskeys(serverInfo()?.passkeys)}>
          <button type="button" class="quiet" disabled={!isReady()} onClick={withPasskey}>
            {t().settings.pin_forgotten}
          </button>
        </Show>
      </form>
    </Dialog>
  );
}
