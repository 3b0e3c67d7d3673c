import type { ConversationId } from "@feiliao/protocol";
import { createSignal, Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { sendPictureFile } from "../picture/send-picture.ts";
import { listen } from "../state/effect.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Icon } from "../ui/icon.tsx";
import { ObjectUrlImage } from "../ui/object-url-image.tsx";

export interface PictureDropProps {
  conversation_id: ConversationId;
  /** A picture that was pasted. */
  pasted: File | undefined;
  onDone: () => void;
}

/** Takes a picture dropped on the window or pasted, and asks before sending: both happen by accident. */
export function PictureDrop(props: PictureDropProps) {
  const [dragging, setDragging] = createSignal(false);
  const [dropped, setDropped] = createSignal<File>();
  const picture = (): File | undefined => dropped() ?? props.pasted;
  let dialog!: HTMLDialogElement;

  listen(window, "dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    setDragging(true);
  });
  listen(window, "dragleave", (event) => {
    if (event.relatedTarget === null) setDragging(false);
  });
  listen(window, "drop", (event) => {
    setDragging(false);
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    setDropped([...event.dataTransfer.files].find(({ type }) => type.startsWith("image/")));
  });

  const closed = (): void => {
    setDropped(undefined);
    props.onDone();
  };
  const send = (file: File): void => {
    void sendPictureFile(props.conversation_id, file);
    dialog.close();
  };

  return (
    <>
      <Show when={dragging()}>
        <div class="drop-hint">
          <Icon name="picture" />
          {t().composer.drop}
        </div>
      </Show>
      <Show when={picture()}>
        {(file) => (
          <Dialog title={t().composer.preview_title} onClosed={closed} ref={(element) => (dialog = element)}>
            <ObjectUrlImage class="paste-preview" blob={file()} />
            <div class="dialog-actions">
              <button type="button" class="quiet" onClick={() => dialog.close()}>
                {t().app.cancel}
              </button>
              <button
                type="button"
                class="primary"
                autofocus
                data-testid="picture-confirm"
                onClick={() => send(file())}
              >
                {t().composer.send}
              </button>
            </div>
          </Dialog>
        )}
      </Show>
    </>
  );
}
