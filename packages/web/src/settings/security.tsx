import { onMount, Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { canUsePasskeys } from "../passkeys/webauthn.ts";
import { loadServerInfo, serverInfo } from "../state/server-info.ts";
import { Passkeys } from "./passkeys.tsx";
import { RegistrationPin } from "./registration-pin.tsx";

/** What keeps others out of the account. */
export function Security() {
  onMount(loadServerInfo);
  return (
    <section class="group" aria-labelledby="settings-security">
      <h2 id="settings-security">{t().settings.security}</h2>
      <RegistrationPin />
      <Show when={canUsePasskeys(serverInfo()?.passkeys)}>
        <Passkeys />
      </Show>
    </section>
  );
}
