import type { ConversationView } from "@feiliao/client";
import { createSignal, For, Show } from "solid-js";
import { Dialog } from "../ui/dialog.tsx";
import { Icon } from "../ui/icon.tsx";
import { MessageIcon } from "./icon.tsx";
import { m } from "./language.ts";
import { createQuoted, QuoteText } from "./quote.tsx";
import { showMessage } from "./show-message.ts";
import "./bars.css";
import "./lists.css";
import "./message.css";

/** Above the messages: the one that was pinned last, and the way to it and to all the others. */
export function PinnedBar(props: { conversation: ConversationView }) {
  const [all, setAll] = createSignal(false);
  const latest = (): number | undefined => props.conversation.pins.at(-1);
  const count = (): number => props.conversation.pins.length;
  return (
    <Show when={latest()}>
      {(seq) => (
        <div class="pinned-bar" data-testid="pinned-bar">
          <MessageIcon name="pin" />
          <Pinned seq={seq()} conversation={props.conversation} />
          <Show when={count() > 1}>
            <button
              type="button"
              class="quiet round"
              aria-label={m().pinned.show}
              title={m().pinned.show}
              data-testid="pinned-all"
              onClick={() => setAll(true)}
            >
              <Icon name="down" />
            </button>
          </Show>
          <Show when={all()}>
            <PinnedList conversation={props.conversation} onClosed={() => setAll(false)} />
          </Show>
        </div>
      )}
    </Show>
  );
}

function PinnedList(props: { conversation: ConversationView; onClosed: () => void }) {
  let dialog!: HTMLDialogElement;
  return (
    <Dialog
      title={m().pinned.titles(props.conversation.pins.length)}
      onClosed={props.onClosed}
      ref={(element) => (dialog = element)}
    >
      <ul class="pinned-list">
        <For each={[...props.conversation.pins].reverse()}>
          {(seq) => (
            <li>
              <Pinned seq={seq} conversation={props.conversation} onShown={() => dialog.close()} />
            </li>
          )}
        </For>
      </ul>
    </Dialog>
  );
}

function Pinned(props: { seq: number; conversation: ConversationView; onShown?: () => void }) {
  const quoted = createQuoted(props);
  const show = (): void => {
    props.onShown?.();
    showMessage(props.conversation.conversation_id, props.seq);
  };
  return (
    <button type="button" class="pinned" data-testid="pinned" onClick={show}>
      <QuoteText quoted={quoted()} conversation={props.conversation} />
    </button>
  );
}
