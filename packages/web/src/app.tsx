import { Match, Show, Switch } from "solid-js";
import { Chats } from "./chats.tsx";
import { endJoining, joining } from "./group/joining.ts";
import { groupPart } from "./group/language.ts";
import { t } from "./i18n/language.ts";
import { ConnectionBanner } from "./list/connection-banner.tsx";
import { conversations, profile, session } from "./state/client.ts";
import { effect } from "./state/effect.ts";
import { deferred } from "./ui/deferred.tsx";
import { Toasts } from "./ui/toast.tsx";

const SignUp = deferred(() => import("./signup/sign-up.tsx").then((module) => module.SignUp));
const JoinDialog = groupPart(() => import("./group/join-dialog.tsx").then((module) => module.JoinDialog));
const NameYourself = deferred(() =>
  import("./signup/name-yourself.tsx").then((module) => module.NameYourself),
);

const unnamed = (): boolean => {
  const own = profile();
  return own !== null && own.name === null;
};

export function App() {
  effect(() => {
    const now = Date.now();
    const loud = conversations().filter(({ settings }) => (settings.muted_until ?? 0) <= now);
    const unread = loud.reduce((sum, conversation) => sum + conversation.unread, 0);
    document.title = unread > 0 ? `(${unread}) ${t().app.name}` : t().app.name;
  });
  return (
    <>
      <Switch>
        <Match when={session().phase === "signed_out"}>
          <SignUp />
        </Match>
        <Match when={session().phase === "signed_in" && unnamed()}>
          <NameYourself />
        </Match>
        <Match when={session().phase === "signed_in" && profile() === null}>
          <FirstSync />
        </Match>
        <Match when={session().phase === "signed_in"}>
          <Chats />
        </Match>
      </Switch>
      <Show when={session().phase === "signed_in" && profile()?.name && joining()} keyed>
        {(token) => <JoinDialog token={token} onClosed={endJoining} />}
      </Show>
      <Toasts />
    </>
  );
}

/** Between the right code and the first answer of the server: whether the account has a name is not known yet. */
function FirstSync() {
  return (
    <main class="first-sync">
      <img src="/icons/icon.svg" alt={t().app.name} width="72" height="72" />
      <ConnectionBanner />
    </main>
  );
}
