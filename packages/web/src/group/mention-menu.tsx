import type { ConversationView, Mention } from "@feiliao/client";
import { createSignal, For, onCleanup, onMount, Show } from "solid-js";
import { Avatar } from "../ui/avatar.tsx";
import { Icon } from "../ui/icon.tsx";
import { g } from "./language.ts";
import {
  type Mentionable,
  matching,
  memberNames,
  mentionsIn,
  type OpenMention,
  openMention,
} from "./mentions.ts";
import "./group.css";

const SHOWN_MAX = 6;

export interface MentionMenuProps {
  conversation: ConversationView;
  field: HTMLTextAreaElement;
  onText: (text: string) => void;
  /** Takes what tells whom a text calls. */
  mentionsOf: (mentionsIn: (text: string) => Mention[]) => void;
}

/**
 * Whom an @ may mean, above the text that is being written (WAI-ARIA combobox pattern): arrows choose, Enter or Tab
 * takes, Escape leaves the @ as it is.
 */
export function MentionMenu(props: MentionMenuProps) {
  const [open, setOpen] = createSignal<OpenMention | null>(null);
  const [active, setActive] = createSignal(0);
  const chosen: Mentionable[] = [];
  const everybody = (): Mentionable[] =>
    props.conversation.rights.mention_all ? [{ mention: "all", name: g().mention.all }] : [];
  const choices = (): Mentionable[] => {
    const now = open();
    const all = [...everybody(), ...memberNames(props.conversation)];
    return now ? matching(all, now.query).slice(0, SHOWN_MAX) : [];
  };
  const look = (): void => {
    const { selectionStart, selectionEnd, value } = props.field;
    setOpen(selectionStart === selectionEnd ? openMention(value, selectionStart) : null);
    setActive(0);
  };
  const take = (choice: Mentionable): void => {
    const { at } = open()!;
    props.field.setRangeText(`@${choice.name} `, at, props.field.selectionStart, "end");
    chosen.push(choice);
    setOpen(null);
    props.onText(props.field.value);
    props.field.focus();
  };
  const pressed = (event: KeyboardEvent): void => {
    const count = choices().length;
    if (count === 0 || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      setActive((active() + (event.key === "ArrowDown" ? 1 : count - 1)) % count);
    } else if (event.key === "Enter" || event.key === "Tab") take(choices()[active()]!);
    else if (event.key === "Escape") setOpen(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  onMount(() => {
    const { field } = props;
    props.mentionsOf((text) => mentionsIn(text, chosen));
    field.addEventListener("input", look);
    field.addEventListener("click", look);
    field.addEventListener("keydown", pressed, { capture: true });
    onCleanup(() => {
      field.removeEventListener("input", look);
      field.removeEventListener("click", look);
      field.removeEventListener("keydown", pressed, { capture: true });
    });
    look();
  });
  return (
    <Show when={choices().length > 0}>
      <div class="mention-menu" role="listbox" aria-label={g().mention.label} data-testid="mention-menu">
        <For each={choices()}>
          {(choice, index) => (
            <button
              type="button"
              role="option"
              tabIndex={-1}
              class="person"
              aria-selected={index() === active()}
              data-testid="mention"
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => take(choice)}
            >
              <Face choice={choice} conversation={props.conversation} />
              <span class="person-name">
                {choice.mention === "all" ? g().mention.everybody : choice.name}
              </span>
            </button>
          )}
        </For>
      </div>
      <span class="spoken-only" role="status">
        {choices()[active()]?.name}
      </span>
    </Show>
  );
}

function Face(props: { choice: Mentionable; conversation: ConversationView }) {
  const member = () =>
    props.conversation.members.find(({ account_id }) => account_id === props.choice.mention);
  return (
    <Show
      when={props.choice.mention !== "all"}
      fallback={
        <span class="avatar add-sign">
          <Icon name="people" />
        </span>
      }
    >
      <Avatar
        name={props.choice.name}
        id={props.choice.mention}
        picture={member()?.picture}
        owner={props.conversation.conversation_id}
      />
    </Show>
  );
}
