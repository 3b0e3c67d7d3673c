import { s } from "./language.ts";

/** In the menu of a chat: the way to what is done when messages do not arrive. */
export function FallbackItem(props: { onChosen: () => void }) {
  return (
    <button type="button" class="secondary" data-testid="menu-fallback" onClick={() => props.onChosen()}>
      {s().fallback.menu}
    </button>
  );
}
