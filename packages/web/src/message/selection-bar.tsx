import type { MessageView } from "@feiliao/client";
import { createSignal, Match, Switch } from "solid-js";
import { client } from "../state/client.ts";
import { listen } from "../state/effect.ts";
import { Icon } from "../ui/icon.tsx";
import { showToast } from "../ui/toast.tsx";
import { favour, wordsOf } from "./actions.ts";
import { AskHide } from "./ask.tsx";
import { ForwardPicker } from "./forward-picker.tsx";
import { MessageIcon } from "./icon.tsx";
import { m } from "./language.ts";
import { selection, stopSelecting } from "./selection.ts";
import "./bars.css";
import "./message.css";

/** In place of the composer while messages are selected: what is done with all of them. */
export function SelectionBar() {
  const [asked, setAsked] = createSignal<"forward" | "hide">();
  const messages = (): MessageView[] =>
    [...(selection()?.values() ?? [])].sort((a, b) => (a.seq ?? Infinity) - (b.seq ?? Infinity));
  const words = (): string => messages().map(wordsOf).filter(Boolean).join("\n");
  const closed = (): void => void setAsked(undefined);

  listen(window, "keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || asked()) return;
    event.preventDefault();
    stopSelecting();
  });

  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(words());
    stopSelecting();
    showToast(m().menu.copied);
  };
  const keep = async (): Promise<void> => {
    const chosen = messages().filter((message) => !client.favourites.of(message));
    stopSelecting();
    for (const message of chosen) await favour(message);
  };
  return (
    <footer class="selection-bar" data-testid="selection-bar">
      <button
        type="button"
        class="quiet round"
        aria-label={m().selection.stop}
        title={m().selection.stop}
        data-testid="selection-stop"
        onClick={stopSelecting}
      >
        <Icon name="close" />
      </button>
      <strong aria-live="polite">{m().selection.count(messages().length)}</strong>
      <button
        type="button"
        class="quiet round"
        aria-label={m().menu.copy}
        title={m().menu.copy}
        disabled={words() === ""}
        data-testid="selection-copy"
        onClick={copy}
      >
        <Icon name="copy" />
      </button>
      <button
        type="button"
        class="quiet round"
        aria-label={m().menu.favourite}
        title={m().menu.favourite}
        data-testid="selection-favourite"
        onClick={keep}
      >
        <MessageIcon name="star" />
      </button>
      <button
        type="button"
        class="quiet round"
        aria-label={m().menu.forward}
        title={m().menu.forward}
        data-testid="selection-forward"
        onClick={() => setAsked("forward")}
      >
        <MessageIcon name="forward" />
      </button>
      <button
        type="button"
        class="quiet round danger"
        aria-label={m().menu.hide}
        title={m().menu.hide}
        data-testid="selection-hide"
        onClick={() => setAsked("hide")}
      >
        <Icon name="trash" />
      </button>
      <Switch>
        <Match when={asked() === "forward"}>
          <ForwardPicker messages={messages()} onClosed={closed} />
        </Match>
        <Match when={asked() === "hide"}>
          <AskHide messages={messages()} onClosed={closed} />
        </Match>
      </Switch>
    </footer>
  );
}
