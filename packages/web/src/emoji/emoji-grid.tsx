import { For } from "solid-js";
import { t } from "../i18n/language.ts";
import { EMOJI, type EmojiGroup } from "./emoji.ts";
import "./emoji-grid.css";

const GROUPS = Object.keys(EMOJI) as EmojiGroup[];

/** Common emoji in the system's own drawing. */
export function EmojiGrid(props: { onChosen: (emoji: string) => void }) {
  return (
    <div class="emoji-grid">
      <For each={GROUPS}>
        {(group) => (
          <section>
            <h2>{t().emoji.groups[group]}</h2>
            <div class="emoji-rows">
              <For each={EMOJI[group]}>
                {(emoji) => (
                  <button type="button" onClick={() => props.onChosen(emoji)}>
                    {emoji}
                  </button>
                )}
              </For>
            </div>
          </section>
        )}
      </For>
    </div>
  );
}
