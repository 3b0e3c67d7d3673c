import { type Accessor, type Component, createSignal, type JSX } from "solid-js";
import { deferred } from "../ui/deferred.tsx";
import { type Language, language } from "./language.ts";

export interface PartTexts<Texts> {
  /** Only used in what `part` has loaded. */
  texts: Accessor<Texts>;
  /** A component of the part, downloaded with its texts when it is first drawn. */
  part<Props extends object>(
    component: () => Promise<Component<Props>>,
  ): Component<Props & { fallback?: JSX.Element }>;
}

/** Texts of a part of the app that most visits do not need. */
export function partTexts<Texts extends object>(
  load: Record<Language, () => Promise<{ texts: Texts }>>,
): PartTexts<Texts> {
  const [current, setCurrent] = createSignal<{ language: Language; texts: Texts }>();
  let loading: Language | undefined;

  /** Another language was chosen: until its texts are here, those of the one before stay. */
  async function loadTexts(): Promise<void> {
    const wanted = language();
    if (current()?.language === wanted || (loading === wanted && current())) return;
    loading = wanted;
    const { texts } = await load[wanted]();
    if (language() === wanted) setCurrent({ language: wanted, texts });
  }

  return {
    texts() {
      if (current()?.language !== language()) void loadTexts();
      return current()!.texts;
    },
    part: (component) =>
      deferred(async () => {
        const [loaded] = await Promise.all([component(), loadTexts()]);
        return loaded;
      }),
  };
}
