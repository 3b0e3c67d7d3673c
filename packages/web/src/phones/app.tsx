import { onCleanup, Show } from "solid-js";
import { choose, chosen, followAddressBar } from "./chosen-handset.ts";
import { HandsetList } from "./handset-list.tsx";
import { HandsetScreen } from "./handset-screen.tsx";
import { live, onArrival } from "./handsets.ts";
import { language, switchLanguage, texts } from "./language.ts";
import { MagicList } from "./magic-list.tsx";
import { NumberForm } from "./number-form.tsx";

export function App() {
  followAddressBar();
  // Whoever has just signed up with a number should not have to look for its handset.
  onCleanup(onArrival((number) => chosen() ?? choose(number)));
  return (
    <main class="phones" classList={{ open: chosen() !== null }}>
      <header class="top">
        <div>
          <h1>{texts().title}</h1>
          <p class="soft small">{texts().subtitle}</p>
        </div>
        <p class="connection small" classList={{ live: live() }} role="status">
          {live() ? texts().live : texts().reconnecting}
        </p>
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
      <div class="side">
        <NumberForm />
        <HandsetList />
      </div>
      <div class="stage">
        <Show when={chosen()} keyed fallback={<p class="choose soft">{texts().choose}</p>}>
          {(number) => <HandsetScreen number={number} />}
        </Show>
      </div>
      <MagicList />
    </main>
  );
}
