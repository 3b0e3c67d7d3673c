import { createSignal } from "solid-js";
import { errorText } from "../i18n/error-text.ts";

/** Something that is tried at the server: whether it is under way, and why it failed, for people to read. */
export function createAttempt() {
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<string>();
  const attempt = async (act: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      await act();
    } catch (failure) {
      setError(errorText(failure));
    }
    setBusy(false);
  };
  return { busy, error, setError, attempt };
}
