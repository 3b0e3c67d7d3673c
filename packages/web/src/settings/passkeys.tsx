import type { Passkey } from "@feiliao/protocol";
import { createSignal, For, onMount, Show } from "solid-js";
import { fullDate } from "../i18n/dates.ts";
import { errorText } from "../i18n/error-text.ts";
import { t } from "../i18n/language.ts";
import { makePasskey } from "../passkeys/webauthn.ts";
import { thisDevice } from "../signup/device-name.ts";
import { client } from "../state/client.ts";
import { showToast } from "../ui/toast.tsx";

/** Passkeys that sign in to this account. */
export function Passkeys() {
  const [passkeys, setPasskeys] = createSignal<Passkey[]>([]);
  const [busy, setBusy] = createSignal(false);
  const attempt = async (act: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    try {
      await act();
      setPasskeys((await client.call("passkey/list", {})).passkeys);
    } catch (failure) {
      showToast(errorText(failure));
    }
    setBusy(false);
  };
  const add = async (): Promise<void> => {
    const { challenge_id, ...options } = await client.call("passkey/register-start", {});
    const attestation = await makePasskey({ challenge_id, ...options });
    if (!attestation) return;
    await client.call("passkey/register", { challenge_id, name: thisDevice().device_name, attestation });
    showToast(t().settings.passkey_added);
  };
  const remove = async (passkey_id: string): Promise<void> => {
    await client.call("passkey/remove", { passkey_id });
    showToast(t().settings.passkey_removed);
  };
  onMount(() => attempt(async () => {}));
  return (
    <>
      <div class="setting">
        <span class="setting-name">
          {t().settings.passkeys}
          <small class="soft">{t().settings.passkeys_intro}</small>
        </span>
      </div>
      <Show when={passkeys().length > 0}>
        <ul class="devices">
          <For each={passkeys()}>
            {(passkey) => (
              <li class="setting" data-testid="passkey">
                <span class="setting-name">
                  {passkey.name}
                  <small class="soft">
                    {passkey.last_used_at === null
                      ? t().settings.passkey_made(fullDate(passkey.created_at))
                      : t().settings.passkey_used(fullDate(passkey.last_used_at))}
                  </small>
                </span>
                <button
                  type="button"
                  class="quiet"
                  disabled={busy()}
                  aria-label={t().settings.passkey_remove_label(passkey.name)}
                  onClick={() => attempt(() => remove(passkey.passkey_id))}
                >
                  {t().settings.passkey_remove}
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <div class="setting-actions">
        <button
          type="button"
          class="secondary"
          disabled={busy()}
          data-testid="add-passkey"
          onClick={() => attempt(add)}
        >
          {t().settings.passkey_add}
        </button>
      </div>
    </>
  );
}
