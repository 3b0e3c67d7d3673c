import { For, Match, Show, Switch } from "solid-js";
import { CodesSection } from "./codes-section.tsx";
import { ImportOverrides } from "./import-overrides.tsx";
import { language, switchLanguage, texts } from "./language.ts";
import { LinkCard } from "./link-card.tsx";
import { MoneyRow } from "./money-row.tsx";
import { signOut } from "./operator-api.ts";
import { access, live, refresh, report } from "./report-state.ts";
import { SignIn } from "./sign-in.tsx";

export function App() {
  const leave = () => signOut().then(refresh);
  return (
    <main class="operator">
      <header class="top">
        <div>
          <h1>{texts().title}</h1>
          <p class="soft small">{texts().subtitle}</p>
        </div>
        <button
          type="button"
          class="quiet"
          lang={language() === "en" ? "zh-CN" : "en"}
          onClick={switchLanguage}
        >
          {texts().other_language}
        </button>
        <Show when={access() === "signed_in" && report()?.may_sign_out}>
          <button type="button" class="quiet" data-testid="operator-sign-out" onClick={leave}>
            {texts().sign_out}
          </button>
        </Show>
      </header>
      <Show when={!live()}>
        <p class="notice" role="status">
          {texts().stale}
        </p>
      </Show>
      <Switch fallback={<p class="soft">{texts().loading}</p>}>
        <Match when={access() === "sign_in"}>
          <SignIn />
        </Match>
        <Match when={report()}>
          {(now) => (
            <>
              <section class="panel" data-testid="all-links">
                <h2>{texts().all_links}</h2>
                <div class="money">
                  <MoneyRow name={texts().today} money={now().all.today} fen_max={now().all.day_fen_max} />
                  <MoneyRow name={texts().month} money={now().all.month} fen_max={now().all.month_fen_max} />
                </div>
              </section>
              <div class="link-cards">
                <For each={now().links.map(({ terms: { id } }) => id)}>
                  {(id) => (
                    <Show when={now().links.find(({ terms }) => terms.id === id)}>
                      {(link) => <LinkCard link={link()} month={now().month} />}
                    </Show>
                  )}
                </For>
              </div>
              <CodesSection codes={now().codes} />
              <ImportOverrides />
              <p class="soft small">{texts().metrics}</p>
            </>
          )}
        </Match>
      </Switch>
    </main>
  );
}
