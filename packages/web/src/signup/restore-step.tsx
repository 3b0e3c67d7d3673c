import { createSignal, Show } from "solid-js";
import { fullDate } from "../i18n/dates.ts";
import { errorText } from "../i18n/error-text.ts";
import { t } from "../i18n/language.ts";

export interface RestoreStepProps {
  erase_at: number;
  /** Signs in and keeps the account. */
  signIn: () => Promise<void>;
  onLeave: () => void;
}

/** Whoever comes back within the time of grace decides whether the account stays. */
export function RestoreStep(props: RestoreStepProps) {
  const [restoring, setRestoring] = createSignal(false);
  const [error, setError] = createSignal<string>();
  const restore = async (): Promise<void> => {
    setRestoring(true);
    setError(undefined);
    try {
      await props.signIn();
    } catch (failure) {
      setError(errorText(failure));
      setRestoring(false);
    }
  };
  return (
    <div class="form">
      <header>
        <h1>{t().signup.restore_title}</h1>
        <p class="soft">{t().signup.restore_intro(fullDate(props.erase_at))}</p>
      </header>
      <Show when={error()}>
        <p class="error" role="alert">
          {error()}
        </p>
      </Show>
      <button type="button" class="primary" disabled={restoring()} data-testid="restore" onClick={restore}>
        {t().signup.restore}
      </button>
      <button type="button" class="quiet" onClick={() => props.onLeave()}>
        {t().signup.restore_leave}
      </button>
    </div>
  );
}
