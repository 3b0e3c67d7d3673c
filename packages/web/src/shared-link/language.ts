import { type Language, languageFor } from "../i18n/language.ts";
import { english, type Texts } from "./texts.en.ts";
import { chinese } from "./texts.zh-CN.ts";

const TEXTS: Record<Language, Texts> = { "zh-CN": chinese, en: english };

/** Of the browser: who opens a link from an SMS has chosen none here. */
export const language: Language = languageFor(navigator.languages);
export const texts: Texts = TEXTS[language];

/** Marks the page with its language, for screen readers and fonts. */
export function applyLanguage(): void {
  document.documentElement.lang = language;
}
