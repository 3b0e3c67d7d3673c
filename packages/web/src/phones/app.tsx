import { onCleanup, Show } from "solid-js";
import { choose, chosen, followAddressBar, showCarriers, shown, showPhones } from "./address-bar.ts";
import { CarriersPage } from "./carriers-page.tsx";
import { HandsetList } from "./handset-list.tsx";
import { HandsetScreen } from "./handset-screen.tsx";
import { live, onArrival } from "./handsets.ts";
import { language, switchLanguage, texts } from "./language.ts";
import { MagicList } from "./magic-list.tsx";
import { NumberForm } from "./number-form.tsx";

export function App() {
  followAddressBar();
  // Whoever has just signed up with a number should not have to look for its handset.
  onCleanup(onArrival((number) => chosen() ?? (shown().page === "phones" && choose(number))));
  return (
    <main class="phones" classList={{ open: chosen() !== null, wide: shown().page === "carriers" }}>
      <header class="top">
        <div>
          <h1>{texts().title}</h1>
          <p class="soft small">{texts().subtitle}</p>
        </div>
        <p class="connection small" classList={{ live: live() }} role="status">
          {live() ? texts().live : texts().reconnecting}
        </p>
        <nav class="pages" aria-label={texts().title}>
          <PageButton page="phones" show={showPhones} />
          <PageButton page="carriers" show={showCarriers} />
        </nav>
        <button
          type="button"
          class="quiet"
          lang={language() === "en" ? "zh-CN" : "en"}
          onClick={switchLanguage}
        >
          {texts().other_language}
        </button>
        <a class="secondary" href="/" target="_blank" rel="noopener">
          {texts().open_app}
        </a>
      </header>
      <Show when={shown().page === "phones"} fallback={<CarriersPage />}>
        <div class="side">
          <NumberForm />
          <HandsetList />
        </div>
        <div class="stage">
          <Show when={chosen()} keyed fallback={<p class="choose soft">{texts().list.choose}</p>}>
            {(number) => <HandsetScreen number={number} />}
          </Show>
        </div>
        <MagicList />
      </Show>
    </main>
  );
}

function PageButton(props: { page: "phones" | "carriers"; show: () => void }) {
  return (
    <button
      type="button"
      class="page-button"
      data-testid={`show-${props.page}`}
      aria-current={shown().page === props.page ? "page" : undefined}
      onClick={() => props.show()}
    >
      {texts()[props.page]}
    </button>
  );
}
