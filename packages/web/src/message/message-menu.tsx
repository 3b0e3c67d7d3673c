import type { ConversationView, MessageView } from "@feiliao/client";
import { createMemo, createSignal, For, Match, onMount, Show, Switch } from "solid-js";
import { EmojiGrid } from "../emoji/emoji-grid.tsx";
import { client } from "../state/client.ts";
import { Icon } from "../ui/icon.tsx";
import { type Action, type Asked, actionsOf } from "./actions.ts";
import { AskHide, AskRemove } from "./ask.tsx";
import { ForwardPicker } from "./forward-picker.tsx";
import { HistoryDialog } from "./history-dialog.tsx";
import { MessageIcon } from "./icon.tsx";
import { m } from "./language.ts";
import { type MenuPlace, openMenu } from "./open-menu.ts";
import "./menu.css";
import "./message.css";

const QUICK = ["👍", "❤️", "😂", "😮", "😢", "🙏"] as const;
/** From the edge of the window, in pixels. */
const MARGIN = 8;

export interface MessageMenuProps {
  place: MenuPlace;
  conversation: ConversationView;
}

/** What can be done with a message: beside it where there is room, from below on a phone. */
export function MessageMenu(props: MessageMenuProps) {
  // What the message was when it was asked for: it may go meanwhile.
  const { message } = props.place;
  const [asked, setAsked] = createSignal<Asked>();
  const close = (): void => void openMenu(null);
  const choose = ({ run }: Action): void => {
    if (typeof run === "string") {
      setAsked(run);
      return;
    }
    close();
    void run();
  };
  return (
    <Switch fallback={<Sheet {...props} onChosen={choose} onClosed={() => !asked() && close()} />}>
      <Match when={asked() === "forward"}>
        <ForwardPicker messages={[message]} onClosed={close} />
      </Match>
      <Match when={asked() === "hide"}>
        <AskHide messages={[message]} onClosed={close} />
      </Match>
      <Match when={asked() === "remove"}>
        <AskRemove message={message} onClosed={close} />
      </Match>
      <Match when={asked() === "history"}>
        <HistoryDialog message={message} onClosed={close} />
      </Match>
    </Switch>
  );
}

interface SheetProps extends MessageMenuProps {
  onChosen: (action: Action) => void;
  onClosed: () => void;
}

function Sheet(props: SheetProps) {
  const { message, x, y } = props.place;
  const [more, setMore] = createSignal(false);
  const actions = createMemo(() => actionsOf(message, props.conversation));
  const reacts = (): boolean =>
    message.seq !== null && message.content.type !== "recalled" && props.conversation.rights.write.may;
  let dialog!: HTMLDialogElement;
  onMount(() => {
    dialog.showModal();
    place(dialog, x, y);
  });
  const react = (emoji: string): void => {
    dialog.close();
    void client.messages.react(message, isMine(message, emoji, props.conversation) ? null : emoji);
  };
  return (
    <dialog
      ref={dialog}
      class="message-menu"
      aria-label={m().menu.title}
      data-testid="message-menu"
      onClose={() => props.onClosed()}
      onClick={(event) => event.target === dialog && dialog.close()}
      onKeyDown={(event) => moveFocus(dialog, event)}
    >
      <div class="message-menu-body">
        <Show when={reacts()}>
          <fieldset class="quick-reactions" aria-label={m().menu.react}>
            <For each={QUICK}>
              {(emoji) => (
                <button
                  type="button"
                  aria-pressed={isMine(message, emoji, props.conversation)}
                  data-testid="react"
                  onClick={() => react(emoji)}
                >
                  {emoji}
                </button>
              )}
            </For>
            <button
              type="button"
              class="more-reactions"
              aria-expanded={more()}
              aria-label={m().menu.more_reactions}
              title={m().menu.more_reactions}
              data-testid="more-reactions"
              onClick={() => setMore(!more())}
            >
              <Icon name="plus" />
            </button>
          </fieldset>
        </Show>
        <Show
          when={!more()}
          fallback={
            <div class="menu-emoji">
              <EmojiGrid onChosen={react} />
            </div>
          }
        >
          <div class="message-actions">
            <For each={actions()}>
              {(action) => (
                <button
                  type="button"
                  classList={{ danger: action.dangerous ?? false }}
                  data-testid={`message-${action.name}`}
                  onClick={() => props.onChosen(action)}
                >
                  <ActionIcon icon={action.icon} />
                  {m().menu[action.name] as string}
                </button>
              )}
            </For>
          </div>
        </Show>
      </div>
    </dialog>
  );
}

function ActionIcon(props: { icon: Action["icon"] }) {
  const own = () => (props.icon === "copy" || props.icon === "trash" ? null : props.icon);
  return (
    <Show when={own()} fallback={<Icon name={props.icon as "copy" | "trash"} />}>
      {(name) => <MessageIcon name={name()} />}
    </Show>
  );
}

function isMine({ reactions }: MessageView, emoji: string, { me }: ConversationView): boolean {
  const given = reactions?.find((reaction) => reaction.emoji === emoji);
  return me !== null && (given?.accounts.includes(me.account_id) ?? false);
}

/** Beside the point where it was asked for, within the window; the style sheet puts it below on a phone. */
function place(dialog: HTMLDialogElement, x: number, y: number): void {
  const { width, height } = dialog.getBoundingClientRect();
  const left = Math.max(MARGIN, Math.min(x, window.innerWidth - width - MARGIN));
  const top = Math.max(MARGIN, Math.min(y, window.innerHeight - height - MARGIN));
  dialog.style.setProperty("--left", `${left}px`);
  dialog.style.setProperty("--top", `${top}px`);
}

/** The arrow keys go through the buttons, round and round. */
function moveFocus(dialog: HTMLElement, event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const buttons = [...dialog.querySelectorAll<HTMLElement>("button")];
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  buttons.at((at + step) % buttons.length)?.focus();
}
