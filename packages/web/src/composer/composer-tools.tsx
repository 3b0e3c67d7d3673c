import type { ConversationId } from "@feiliao/protocol";
import { createSignal, createUniqueId, Show } from "solid-js";
import type { AttachDialogName } from "../attachments/attach-dialog.tsx";
import { sendChosenFiles } from "../attachments/sending.ts";
import { t } from "../i18n/language.ts";
import { deferred } from "../ui/deferred.tsx";
import { Icon } from "../ui/icon.tsx";

const EmojiGrid = deferred(() => import("../emoji/emoji-grid.tsx").then((module) => module.EmojiGrid));
const AttachPanel = deferred(() =>
  import("../attachments/attach-panel.tsx").then((module) => module.AttachPanel),
);
const AttachDialog = deferred(() =>
  import("../attachments/attach-dialog.tsx").then((module) => module.AttachDialog),
);

export interface ComposerToolsProps {
  conversation_id: ConversationId;
  onEmoji: (emoji: string) => void;
}

/** The buttons left of the text: everything else that can be sent, and emoji. */
export function ComposerTools(props: ComposerToolsProps) {
  const [attaching, setAttaching] = createSignal(false);
  const [dialog, setDialog] = createSignal<AttachDialogName>();
  const [choosingEmoji, setChoosingEmoji] = createSignal(false);
  const [panel, popover] = [createUniqueId(), createUniqueId()];
  let attach!: HTMLDivElement;
  let pictures!: HTMLInputElement;
  let files!: HTMLInputElement;
  const choose = (action: () => void) => () => {
    attach.hidePopover();
    action();
  };
  return (
    <>
      <button
        type="button"
        class="quiet round"
        aria-label={t().composer.attach}
        title={t().composer.attach}
        popovertarget={panel}
        data-testid="attach"
      >
        <Icon name="plus" />
      </button>
      <div
        ref={attach}
        id={panel}
        popover
        class="attach-panel"
        onToggle={(event) => event.newState === "open" && setAttaching(true)}
      >
        <Show when={attaching()}>
          <AttachPanel
            onPictures={choose(() => pictures.click())}
            onFiles={choose(() => files.click())}
            onDialog={(name) => choose(() => setDialog(name))()}
          />
        </Show>
      </div>
      <Show when={dialog()}>
        {(name) => (
          <AttachDialog
            name={name()}
            conversation_id={props.conversation_id}
            onClosed={() => setDialog(undefined)}
          />
        )}
      </Show>
      <button
        type="button"
        class="quiet round"
        aria-label={t().composer.emoji}
        title={t().composer.emoji}
        popovertarget={popover}
        data-testid="emoji"
      >
        <Icon name="emoji" />
      </button>
      <div
        id={popover}
        popover
        class="emoji-panel"
        onToggle={(event) => event.newState === "open" && setChoosingEmoji(true)}
      >
        <Show when={choosingEmoji()}>
          <EmojiGrid onChosen={props.onEmoji} />
        </Show>
      </div>
      <input
        ref={pictures}
        type="file"
        accept="image/*,video/mp4,video/webm"
        multiple
        hidden
        data-testid="picture-file"
        onChange={() => sendChosenFiles(props.conversation_id, pictures, false)}
      />
      <input
        ref={files}
        type="file"
        multiple
        hidden
        data-testid="any-file"
        onChange={() => sendChosenFiles(props.conversation_id, files, true)}
      />
    </>
  );
}
