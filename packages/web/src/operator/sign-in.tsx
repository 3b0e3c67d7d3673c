import { createSignal, Show } from "solid-js";
import { texts } from "./language.ts";
import { Refused, signIn } from "./operator-api.ts";
import { refresh } from "./report-state.ts";

/** Asks for the operator's token; the server then keeps the browser signed in by a cookie. */
export function SignIn() {
  const [token, setToken] = createSignal("");
  const [error, setError] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await signIn(token());
      await refresh();
    } catch (failure) {
      const status = failure instanceof Refused ? failure.status : 0;
      setError(status === 401 ? texts().token_wrong : status === 429 ? texts().too_often : texts().stale);
    }
    setBusy(false);
  };
  return (
    <form class="panel form sign-in" onSubmit={submit}>
      <label>
        <span>{texts().token}</span>
        <input
          class="input"
          type="password"
          autocomplete="current-password"
          data-testid="operator-token"
          aria-invalid={error() !== undefined}
          onInput={(event) => setToken(event.currentTarget.value)}
        />
      </label>
      <p class="soft small">{texts().token_intro}</p>
      <Show when={error()}>
        <p class="error" role="alert">
          {error()}
        </p>
      </Show>
      <button
        type="submit"
        class="primary"
        disabled={busy() || token() === ""}
        data-testid="operator-sign-in"
      >
        {texts().sign_in}
      </button>
    </form>
  );
}
