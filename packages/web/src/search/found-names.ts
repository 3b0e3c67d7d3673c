import type { NameHit } from "@feiliao/client";
import { createSignal } from "solid-js";
import { client, conversations } from "../state/client.ts";
import { effect } from "../state/effect.ts";

/** People and groups by what is typed, pinyin included, the best first. */
export function createNames(typed: () => string): () => readonly NameHit[] {
  const [names, setNames] = createSignal<readonly NameHit[]>([]);
  effect(() => {
    const wanted = typed();
    conversations();
    client.findNames(wanted).then(
      (found) => wanted === typed() && setNames(found),
      (error: unknown) => console.warn("Names could not be searched.", error),
    );
  });
  return names;
}
