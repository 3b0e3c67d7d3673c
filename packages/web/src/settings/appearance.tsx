import { For } from "solid-js";
import { chooseFormatting, formatting } from "../formatting/show-formatting.ts";
import {
  applyLanguage,
  chosenLanguage,
  LANGUAGES,
  type Language,
  setChosenLanguage,
  t,
} from "../i18n/language.ts";
import { applyTheme, chooseTheme, type Theme, theme } from "../state/theme.ts";
import { chooseTalkMode, talkMode } from "../talk/engine.ts";

const LANGUAGE_CODES = Object.keys(LANGUAGES) as Language[];

export function Appearance() {
  const chooseLanguage = (chosen: Language | "auto"): void => {
    setChosenLanguage(chosen);
    void applyLanguage();
  };
  const choose = (chosen: Theme): void => {
    chooseTheme(chosen);
    applyTheme();
  };
  return (
    <>
      <section class="group" aria-labelledby="settings-appearance">
        <h2 id="settings-appearance">{t().settings.appearance}</h2>
        <label class="setting">
          <span class="setting-name">{t().settings.language}</span>
          <select
            data-testid="language"
            value={chosenLanguage()}
            onChange={(event) => chooseLanguage(event.currentTarget.value as Language | "auto")}
          >
            <option value="auto">{t().settings.language_auto}</option>
            <For each={LANGUAGE_CODES}>
              {(code) => (
                <option value={code} lang={code}>
                  {LANGUAGES[code]}
                </option>
              )}
            </For>
          </select>
        </label>
        <label class="setting">
          <span class="setting-name">{t().settings.theme}</span>
          <select
            data-testid="theme"
            value={theme()}
            onChange={(event) => choose(event.currentTarget.value as Theme)}
          >
            <option value="auto">{t().settings.theme_auto}</option>
            <option value="light">{t().settings.theme_light}</option>
            <option value="dark">{t().settings.theme_dark}</option>
          </select>
        </label>
        <label class="setting">
          <span class="setting-name">
            {t().settings.formatted}
            <small class="soft">{t().settings.formatted_hint}</small>
          </span>
          <input
            type="checkbox"
            class="switch"
            data-testid="formatting"
            checked={formatting() === "shown"}
            onChange={(event) => chooseFormatting(event.currentTarget.checked ? "shown" : "plain")}
          />
        </label>
      </section>
      <section class="group" aria-labelledby="settings-voice">
        <h2 id="settings-voice">{t().settings.voice}</h2>
        <label class="setting">
          <span class="setting-name">
            {t().settings.tap_to_talk}
            <small class="soft">{t().settings.tap_to_talk_hint}</small>
          </span>
          <input
            type="checkbox"
            class="switch"
            data-testid="tap-to-talk"
            checked={talkMode() === "tap"}
            onChange={(event) => chooseTalkMode(event.currentTarget.checked ? "tap" : "hold")}
          />
        </label>
      </section>
    </>
  );
}
