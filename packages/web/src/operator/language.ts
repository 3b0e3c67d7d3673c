import { createSignal } from "solid-js";
import { chosenLanguage, type Language, languageFor, setChosenLanguage } from "../i18n/language.ts";
import { english, type Texts } from "./texts-en.ts";
import { chinese } from "./texts-zh.ts";

const TEXTS: Record<Language, Texts> = { "zh-CN": chinese, en: english };

const [language, setLanguage] = createSignal<Language>(initialLanguage());

export { language };

/** The texts of this page in its present language. */
export const texts = (): Texts => TEXTS[language()];

/** Why an SMS did not arrive, or was not taken; what is not known here is named as the server names it. */
export function reasonText(reason: string): string {
  const { reasons } = texts();
  return Object.hasOwn(reasons, reason) ? reasons[reason as keyof Texts["reasons"]] : reason;
}

/** Marks the page with its language, for screen readers and fonts. */
export function applyLanguage(): void {
  document.documentElement.lang = language();
  document.title = `飞聊 · ${texts().title}`;
}

/** The choice is the app's too. */
export function switchLanguage(): void {
  setLanguage(language() === "en" ? "zh-CN" : "en");
  setChosenLanguage(language());
  applyLanguage();
}

function initialLanguage(): Language {
  const chosen = chosenLanguage();
  return chosen === "auto" ? languageFor(navigator.languages) : chosen;
}
