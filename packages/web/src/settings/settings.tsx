import { createSignal, Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { messagePart } from "../message/language.ts";
import { smsPart } from "../sms/language.ts";
import { deferred } from "../ui/deferred.tsx";
import { ScreenHead } from "../ui/screen-head.tsx";
import { About } from "./about.tsx";
import { Appearance } from "./appearance.tsx";
import { Devices } from "./devices.tsx";
import { ProfileSettings } from "./profile-settings.tsx";
import { Security } from "./security.tsx";
import { SignOut } from "./sign-out.tsx";
import "./settings.css";

const FavouritesLink = messagePart(() =>
  import("../message/favourites-link.tsx").then((module) => module.FavouritesLink),
);
const SmsUsage = smsPart(() => import("../sms/usage.tsx").then((module) => module.SmsUsage));
const DeleteAccount = deferred(() => import("./delete-account.tsx").then((module) => module.DeleteAccount));

export function Settings() {
  const [leaving, setLeaving] = createSignal(false);
  const [deleting, setDeleting] = createSignal(false);
  return (
    <section class="settings" aria-labelledby="settings-title">
      <ScreenHead id="settings-title" title={t().settings.title} />
      <div class="settings-body">
        <ProfileSettings />
        <FavouritesLink />
        <Appearance />
        <SmsUsage />
        <Security />
        <Devices />
        <About />
        <button type="button" class="dangerous" data-testid="sign-out" onClick={() => setLeaving(true)}>
          {t().settings.sign_out}
        </button>
        <button
          type="button"
          class="quiet settings-delete"
          data-testid="delete-account"
          onClick={() => setDeleting(true)}
        >
          {t().settings.delete_account}
        </button>
      </div>
      <Show when={deleting()}>
        <DeleteAccount onClosed={() => setDeleting(false)} />
      </Show>
      <Show when={leaving()}>
        <SignOut onClosed={() => setLeaving(false)} />
      </Show>
    </section>
  );
}
