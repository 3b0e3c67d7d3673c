import { preference } from "./preferences.ts";

export type Theme = "auto" | "light" | "dark";
export const [theme, chooseTheme] = preference<Theme>("theme", "auto", ["auto", "light", "dark"]);

/** The style sheet follows the system unless the page says otherwise. */
export function applyTheme(): void {
  const chosen = theme();
  if (chosen === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
}
