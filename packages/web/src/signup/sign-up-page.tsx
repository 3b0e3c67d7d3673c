import { type JSX, onMount, Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { loadServerInfo, serverInfo } from "../state/server-info.ts";
import "./sign-up.css";

/** The quiet page around every step before one may talk. */
export function SignUpPage(props: { children: JSX.Element; aside?: JSX.Element }) {
  onMount(loadServerInfo);
  return (
    <main class="signup">
      <div class="signup-brand">
        <img src="/icons/icon.svg" alt="" width="64" height="64" />
        <p class="signup-name">{t().app.name}</p>
        <p class="soft">{t().app.tagline}</p>
      </div>
      <div class="signup-ways">
        <div class="signup-card">{props.children}</div>
        <Show when={props.aside}>
          <div class="signup-card signup-aside">{props.aside}</div>
        </Show>
      </div>
      <Show when={serverInfo()?.simulator}>
        <p class="signup-hint soft" data-testid="test-carrier">
          {t().signup.test_carrier}{" "}
          <a href="/phones" target="_blank" rel="noopener">
            /phones
          </a>
        </p>
      </Show>
    </main>
  );
}
