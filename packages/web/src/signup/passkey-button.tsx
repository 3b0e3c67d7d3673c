import { createSignal, Show } from "solid-js";
import { errorText } from "../i18n/error-text.ts";
import { t } from "../i18n/language.ts";
import { signChallenge, signInWith } from "../passkeys/passkey-sign-in.ts";
import { Icon } from "../ui/icon.tsx";
import type { RestoreRequired } from "./steps.ts";

/** Signs in without a number: the passkey knows whose it is. */
export function PasskeyButton(props: { onRestoreRequired: RestoreRequired }) {
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<string>();
  const signIn = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      const signed = await signChallenge();
      if (signed) await signInWithSigned(signed);
    } catch (failure) {
      setError(errorText(failure));
    }
    setBusy(false);
  };
  const signInWithSigned = async (signed: Parameters<typeof signInWith>[0]): Promise<void> => {
    try {
      await signInWith(signed);
    } catch (failure) {
      if (!props.onRestoreRequired(failure, () => signInWith(signed, true))) throw failure;
    }
  };
  return (
    <div class="passkey-sign-in">
      <button
        type="button"
        class="secondary"
        disabled={busy()}
        data-testid="passkey-sign-in"
        onClick={signIn}
      >
        <Icon name="key" />
        {t().signup.with_passkey}
      </button>
      <Show when={error()}>
        <p class="error" role="alert">
          {error()}
        </p>
      </Show>
    </div>
  );
}
