import { createSignal, Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { goBack } from "../navigation/router.ts";
import { Icon } from "../ui/icon.tsx";
import { About } from "./about.tsx";
import { Appearance } from "./appearance.tsx";
import { Devices } from "./devices.tsx";
import { ProfileSettings } from "./profile-settings.tsx";
import { RegistrationPin } from "./registration-pin.tsx";
import { SignOut } from "./sign-out.tsx";
import "./settings.css";

export function Settings() {
  const [leaving, setLeaving] = createSignal(false);
  return (
    <section class="settings" aria-labelledby="settings-title">
      <header class="settings-head">
        <button
          type="button"
          class="quiet round"
          aria-label={t().app.back}
          data-testid="back"
          onClick={goBack}
        >
          <Icon name="back" />
        </button>
        <h1 id="settings-title" tabIndex={-1} ref={(heading) => queueMicrotask(() => heading.focus())}>
          {t().settings.title}
        </h1>
      </header>
      <div class="settings-body">
        <ProfileSettings />
        <Appearance />
        <RegistrationPin />
        <Devices />
        <About />
        <button type="button" class="dangerous" data-testid="sign-out" onClick={() => setLeaving(true)}>
          {t().settings.sign_out}
        </button>
      </div>
      <Show when={leaving()}>
        <SignOut onClosed={() => setLeaving(false)} />
      </Show>
    </section>
  );
}
