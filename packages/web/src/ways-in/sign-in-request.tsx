import type { SignInRequest as Request } from "@feiliao/client";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { createSignal, onMount, Show } from "solid-js";
import { ConfirmLink } from "../devices/confirm-link.tsx";
import type { ClaimedLink } from "../devices/link-device.tsx";
import { errorText } from "../i18n/error-text.ts";
import { t } from "../i18n/language.ts";
import { client, forgetSignInRequest } from "../state/client.ts";
import { Dialog } from "../ui/dialog.tsx";
import { showToast } from "../ui/toast.tsx";
import { w } from "./language.ts";
import "./ways-in.css";

const CHECK_DIGITS = 2;

/** Another device asks to be signed in: allowed only with what it shows. One that is decided or given up shows nothing. */
export function SignInRequest(props: { request: Request; onClosed: () => void }) {
  const [link, setLink] = createSignal<ClaimedLink>();
  const [check, setCheck] = createSignal("");
  const [error, setError] = createSignal<string>();
  let dialog!: HTMLDialogElement;
  onMount(async () => {
    const { link_id } = props.request;
    try {
      setLink({ link_id, ...(await client.call("link/claim", { link_id })) });
    } catch {
      forgetSignInRequest();
      props.onClosed();
    }
  });
  const decide = async (allow: boolean): Promise<void> => {
    const { link_id } = props.request;
    setError(undefined);
    try {
      await client.call("link/confirm", { link_id, allow, ...(allow && { check: check() }) });
      showToast(allow ? t().link.linked : w().refused);
      dialog.close();
    } catch (failure) {
      const wrong = failure instanceof FeiliaoError && failure.code === "code_wrong";
      if (!wrong) return void setError(errorText(failure));
      showToast(w().check_wrong);
      dialog.close();
    }
  };
  const typed = (field: HTMLInputElement): void => {
    field.value = field.value.normalize("NFKC").replace(/\D/g, "").slice(0, CHECK_DIGITS);
    setCheck(field.value);
  };

  return (
    <Show when={link()}>
      {(claimed) => (
        <Dialog title={w().request_title} onClosed={props.onClosed} ref={(element) => (dialog = element)}>
          <p class="soft">{w().request_intro}</p>
          <ConfirmLink
            link={claimed()}
            incomplete={check().length < CHECK_DIGITS}
            onDecided={decide}
            asks={
              <label class="check-field">
                <span>{w().enter_check}</span>
                <input
                  class="input code"
                  inputmode="numeric"
                  autocomplete="off"
                  placeholder="··"
                  data-testid="link-check"
                  onInput={(event) => typed(event.currentTarget)}
                />
              </label>
            }
          />
          <Show when={error()}>
            <p class="error" role="alert">
              {error()}
            </p>
          </Show>
        </Dialog>
      )}
    </Show>
  );
}
