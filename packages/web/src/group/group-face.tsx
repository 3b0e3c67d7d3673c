import type { ConversationView } from "@feiliao/client";
import { createSignal, Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { PicturePicker } from "../picture/picture-picker.tsx";
import { client } from "../state/client.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Icon } from "../ui/icon.tsx";
import { done } from "./done.ts";
import { g } from "./language.ts";
import { DESCRIPTION_CHARACTERS_MAX, TITLE_CHARACTERS_MAX } from "./limits.ts";

/** Picture, name and description; owner and admins change them here. */
export function GroupFace(props: { conversation: ConversationView }) {
  const [editing, setEditing] = createSignal(false);
  const info = () => props.conversation.info;
  const size = (): string => {
    const count = info()?.member_count ?? 0;
    return props.conversation.kind === "channel" ? g().info.readers(count) : g().info.members(count);
  };
  return (
    <section class="group face" aria-label={props.conversation.title}>
      <Show
        when={props.conversation.rights.manage}
        fallback={
          <Avatar
            name={props.conversation.title}
            id={props.conversation.conversation_id}
            picture={props.conversation.picture}
            owner={props.conversation.conversation_id}
          />
        }
      >
        <PicturePicker
          name={props.conversation.title}
          id={props.conversation.conversation_id}
          current={props.conversation.picture}
          owner={props.conversation.conversation_id}
          onChosen={(picture) =>
            void done(client.groups.set(props.conversation.conversation_id, { picture }))
          }
        />
      </Show>
      <Show
        when={!editing()}
        fallback={<NameForm conversation={props.conversation} onDone={() => setEditing(false)} />}
      >
        <h2 class="face-title" data-testid="group-name">
          {props.conversation.title}
          <Show when={props.conversation.rights.manage}>
            <button
              type="button"
              class="quiet round"
              aria-label={g().info.edit}
              title={g().info.edit}
              data-testid="group-edit"
              onClick={() => setEditing(true)}
            >
              <Icon name="edit" />
            </button>
          </Show>
        </h2>
        <p class="soft">{size()}</p>
        <Show when={info()?.description}>{(text) => <p class="face-description">{text()}</p>}</Show>
      </Show>
    </section>
  );
}

function NameForm(props: { conversation: ConversationView; onDone: () => void }) {
  const [title, setTitle] = createSignal(props.conversation.title);
  const [description, setDescription] = createSignal(props.conversation.info?.description ?? "");
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { conversation_id, info } = props.conversation;
    const change = {
      ...(title().trim() !== info?.title && { title: title().trim() }),
      ...(description().trim() !== info?.description && { description: description().trim() }),
    };
    const nothing = Object.keys(change).length === 0;
    if (nothing || (await done(client.groups.set(conversation_id, change)))) props.onDone();
  };
  return (
    <form class="form" onSubmit={save}>
      <label class="field">
        <span>{g().info.name}</span>
        <input
          class="input"
          required
          autofocus
          autocomplete="off"
          maxLength={TITLE_CHARACTERS_MAX}
          value={title()}
          data-testid="group-name-field"
          onInput={(event) => setTitle(event.currentTarget.value)}
        />
      </label>
      <label class="field">
        <span>{g().info.description}</span>
        <textarea
          class="input"
          rows="3"
          maxLength={DESCRIPTION_CHARACTERS_MAX}
          placeholder={g().info.description_placeholder}
          value={description()}
          onInput={(event) => setDescription(event.currentTarget.value)}
        />
      </label>
      <div class="dialog-actions">
        <button type="button" class="quiet" onClick={props.onDone}>
          {t().app.cancel}
        </button>
        <button type="submit" class="primary" disabled={title().trim() === ""} data-testid="group-name-save">
          {t().app.save}
        </button>
      </div>
    </form>
  );
}
