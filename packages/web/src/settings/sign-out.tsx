import { createSignal, Show } from "solid-js";
import { errorText } from "../i18n/error-text.ts";
import { t } from "../i18n/language.ts";
import { go } from "../navigation/router.ts";
import { client } from "../state/client.ts";
import { Dialog } from "../ui/dialog.tsx";

export function SignOut(props: { onClosed: () => void }) {
  const [error, setError] = createSignal<string>();
  let dialog!: HTMLDialogElement;
  const signOut = async (): Promise<void> => {
    try {
      await client.signOut();
      go({ screen: "list" });
    } catch (failure) {
      setError(errorText(failure));
    }
  };
  return (
    <Dialog
      title={t().settings.sign_out_title}
      onClosed={props.onClosed}
      ref={(element) => (dialog = element)}
    >
      <p class="soft">{t().settings.sign_out_intro}</p>
      <Show when={error()}>
        <p class="error" role="alert">
          {error()}
        </p>
      </Show>
      <div class="dialog-actions">
        <button type="button" class="quiet" onClick={() => dialog.close()}>
          {t().app.cancel}
        </button>
        <button type="button" class="dangerous" data-testid="sign-out-confirm" onClick={signOut}>
          {t().settings.sign_out}
        </button>
      </div>
    </Dialog>
  );
}
