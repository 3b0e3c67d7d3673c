import type { ConversationId } from "@feiliao/protocol";
import { createSignal, createUniqueId, Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { sendPictureFile } from "../picture/send-picture.ts";
import { deferred } from "../ui/deferred.tsx";
import { Icon } from "../ui/icon.tsx";

const EmojiGrid = deferred(() => import("../emoji/emoji-grid.tsx").then((module) => module.EmojiGrid));

export interface ComposerToolsProps {
  conversation_id: ConversationId;
  onEmoji: (emoji: string) => void;
}

/** The buttons left of the text: emoji and picture. */
export function ComposerTools(props: ComposerToolsProps) {
  const [opened, setOpened] = createSignal(false);
  const popover = createUniqueId();
  let file!: HTMLInputElement;
  const sendChosen = (): void => {
    const chosen = [...(file.files ?? [])];
    file.value = "";
    for (const picture of chosen) void sendPictureFile(props.conversation_id, picture);
  };
  return (
    <>
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
        onToggle={(event) => event.newState === "open" && setOpened(true)}
      >
        <Show when={opened()}>
          <EmojiGrid onChosen={props.onEmoji} />
        </Show>
      </div>
      <button
        type="button"
        class="quiet round"
        aria-label={t().composer.picture}
        title={t().composer.picture}
        data-testid="picture"
        onClick={() => file.click()}
      >
        <Icon name="picture" />
      </button>
      <input
        ref={file}
        type="file"
        accept="image/*"
        multiple
        hidden
        data-testid="picture-file"
        onChange={sendChosen}
      />
    </>
  );
}
