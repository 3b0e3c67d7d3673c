import { createSignal } from "solid-js";
import { preference } from "../state/preferences.ts";
import type { Messages } from "./en.ts";

export const LANGUAGES = { "zh-CN": "简体中文", en: "English" } as const;
export type Language = keyof typeof LANGUAGES;

const load: Record<Language, () => Promise<{ messages: Messages }>> = {
  "zh-CN": () => import("./zh-CN.ts"),
  en: () => import("./en.ts"),
};

export const [chosenLanguage, setChosenLanguage] = preference<Language | "auto">("language", "auto", [
  "auto",
  "zh-CN",
  "en",
]);

const [current, setCurrent] = createSignal<{ language: Language; messages: Messages }>();

/** The texts of the present language. Only used once `applyLanguage` has resolved. */
export const t = (): Messages => current()!.messages;
export const language = (): Language => current()!.language;

/** Loads the chosen language, else the browser's, and marks the page with it. */
export async function applyLanguage(): Promise<void> {
  const chosen = chosenLanguage();
  const next = chosen === "auto" ? languageFor(navigator.languages) : chosen;
  const { messages } = await load[next]();
  document.documentElement.lang = next;
  setCurrent({ language: next, messages });
}

/** The first language of the list that exists here, by its primary subtag (RFC 4647 §3.4, lookup). */
export function languageFor(accepted: readonly string[]): Language {
  for (const tag of accepted) {
    const primary = tag.toLowerCase().split("-")[0];
    if (primary === "zh") return "zh-CN";
    if (primary === "en") return "en";
  }
  return "en";
}
