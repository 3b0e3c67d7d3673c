import { type Component, createSignal, type JSX } from "solid-js";
import { type Language, language } from "../i18n/language.ts";
import { deferred } from "../ui/deferred.tsx";
import type { GroupTexts } from "./texts.en.ts";

const load: Record<Language, () => Promise<{ texts: GroupTexts }>> = {
  "zh-CN": () => import("./texts.zh-CN.ts"),
  en: () => import("./texts.en.ts"),
};

const [current, setCurrent] = createSignal<{ language: Language; texts: GroupTexts }>();
let loading: Language | undefined;

/** The texts about groups. Only used in what `groupPart` has loaded. */
export const g = (): GroupTexts => {
  if (current()?.language !== language()) void loadTexts();
  return current()!.texts;
};

/** A component about groups, downloaded with its texts when it is first drawn. */
export function groupPart<Props extends object>(
  component: () => Promise<Component<Props>>,
): Component<Props & { fallback?: JSX.Element }> {
  return deferred(async () => {
    const [loaded] = await Promise.all([component(), loadTexts()]);
    return loaded;
  });
}

/** Another language was chosen: until its texts are here, those of the one before stay. */
async function loadTexts(): Promise<void> {
  const wanted = language();
  if (current()?.language === wanted || (loading === wanted && current())) return;
  loading = wanted;
  const { texts } = await load[wanted]();
  if (language() === wanted) setCurrent({ language: wanted, texts });
}
