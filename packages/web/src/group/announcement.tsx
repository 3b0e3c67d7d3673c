import type { ConversationView } from "@feiliao/client";
import { createSignal, Show } from "solid-js";
import { fullDate } from "../i18n/dates.ts";
import { t } from "../i18n/language.ts";
import { client } from "../state/client.ts";
import { Dialog } from "../ui/dialog.tsx";
import { done } from "./done.ts";
import { g } from "./language.ts";
import { ANNOUNCEMENT_CHARACTERS_MAX } from "./limits.ts";
import { personName } from "./people.ts";

/** What everybody should know; nothing where there is none and this person may not write one. */
export function Announcement(props: { conversation: ConversationView }) {
  const [writing, setWriting] = createSignal(false);
  const announcement = () => props.conversation.info?.announcement;
  return (
    <Show when={announcement() || props.conversation.rights.manage}>
      <section class="group" aria-labelledby="group-announcement">
        <h2 id="group-announcement">{g().info.announcement}</h2>
        <Show when={announcement()} fallback={<p class="soft">{g().info.announcement_none}</p>}>
          {(said) => (
            <>
              <p class="announcement-text" data-testid="announcement">
                {said().text}
              </p>
              <small class="soft">
                {g().info.announced_by(personName(props.conversation, said().by), fullDate(said().at))}
              </small>
            </>
          )}
        </Show>
        <Show when={props.conversation.rights.manage}>
          <div class="setting-actions">
            <button type="button" class="quiet" data-testid="announce" onClick={() => setWriting(true)}>
              {g().info.edit}
            </button>
          </div>
        </Show>
        <Show when={writing()}>
          <AnnouncementForm conversation={props.conversation} onClosed={() => setWriting(false)} />
        </Show>
      </section>
    </Show>
  );
}

function AnnouncementForm(props: { conversation: ConversationView; onClosed: () => void }) {
  const before = props.conversation.info?.announcement?.text ?? "";
  const [text, setText] = createSignal(before);
  let dialog!: HTMLDialogElement;
  const publish = async (announcement: string | null): Promise<void> => {
    const { conversation_id } = props.conversation;
    if (await done(client.groups.set(conversation_id, { announcement }))) dialog.close();
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void publish(text().trim());
  };
  return (
    <Dialog title={g().info.announcement} onClosed={props.onClosed} ref={(element) => (dialog = element)}>
      <form class="form" onSubmit={submit}>
        <textarea
          class="input"
          rows="5"
          autofocus
          maxLength={ANNOUNCEMENT_CHARACTERS_MAX}
          aria-label={g().info.announcement}
          placeholder={g().info.announcement_placeholder}
          value={text()}
          data-testid="announcement-field"
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <div class="dialog-actions">
          <Show
            when={before}
            fallback={
              <button type="button" class="quiet" onClick={() => dialog.close()}>
                {t().app.cancel}
              </button>
            }
          >
            <button type="button" class="dangerous" onClick={() => publish(null)}>
              {g().info.take_down}
            </button>
          </Show>
          <button
            type="submit"
            class="primary"
            disabled={text().trim() === "" || text().trim() === before}
            data-testid="announcement-submit"
          >
            {g().info.announce}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
