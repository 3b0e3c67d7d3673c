import type { ConversationView } from "@feiliao/client";
import type { ConversationId } from "@feiliao/protocol";
import { createSignal, For } from "solid-js";
import { shownTitle } from "../numbers/shown-title.ts";
import { createNames } from "../search/found-names.ts";
import { conversations } from "../state/client.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { m } from "./language.ts";
import "./lists.css";

export interface ChatPickerProps {
  onChosen: (chosen: ConversationId[]) => void;
  onClosed: () => void;
}

/** Chats to tick, with a search above. */
export function ChatPicker(props: ChatPickerProps) {
  const [filter, setFilter] = createSignal("");
  const [chosen, setChosen] = createSignal<readonly ConversationId[]>([]);
  const found = createNames(filter);
  const shown = () => {
    const chats = filter().trim() === "" ? conversations() : found().map(({ conversation }) => conversation);
    return chats.filter(isOpen);
  };
  let dialog!: HTMLDialogElement;
  const toggle = (id: ConversationId): void => {
    setChosen(chosen().includes(id) ? chosen().filter((other) => other !== id) : [...chosen(), id]);
  };
  const done = (): void => {
    dialog.close();
    props.onChosen([...chosen()]);
  };
  return (
    <Dialog title={m().forward.title} onClosed={props.onClosed} ref={(element) => (dialog = element)}>
      <input
        type="search"
        class="input"
        autocomplete="off"
        placeholder={m().forward.filter}
        aria-label={m().forward.filter}
        data-testid="chat-picker-filter"
        onInput={(event) => setFilter(event.currentTarget.value)}
      />
      <ul class="chat-picker">
        <For each={shown()} fallback={<li class="soft">{m().forward.none}</li>}>
          {(chat) => (
            <li>
              <label>
                <Avatar
                  name={shownTitle(chat)}
                  id={chat.peer?.account_id ?? chat.conversation_id}
                  picture={chat.picture}
                  owner={chat.conversation_id}
                />
                <span>{shownTitle(chat)}</span>
                <input
                  type="checkbox"
                  checked={chosen().includes(chat.conversation_id)}
                  data-testid="chat"
                  onChange={() => toggle(chat.conversation_id)}
                />
              </label>
            </li>
          )}
        </For>
      </ul>
      <div class="dialog-actions">
        <button
          type="button"
          class="primary"
          disabled={chosen().length === 0}
          data-testid="chats-chosen"
          onClick={done}
        >
          {m().forward.act(chosen().length)}
        </button>
      </div>
    </Dialog>
  );
}

/** One may write there. */
function isOpen({ rights, blocked, peer, state }: ConversationView): boolean {
  return state === "active" && rights.write.may && !blocked && !peer?.deleted;
}
