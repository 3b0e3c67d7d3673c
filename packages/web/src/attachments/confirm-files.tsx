import type { ConversationId } from "@feiliao/protocol";
import { createSignal, For, Show } from "solid-js";
import { FileIcon } from "../files/file-icon.tsx";
import { fileSize } from "../files/file-size.ts";
import { t } from "../i18n/language.ts";
import { Dialog } from "../ui/dialog.tsx";
import { ObjectUrlImage } from "../ui/object-url-image.tsx";
import { sendFiles } from "./send-files.ts";
import "../settings/settings.css";
import "./confirm-files.css";

export interface ConfirmFilesProps {
  conversation_id: ConversationId;
  files: readonly File[];
  onDone: () => void;
}

/** Asks before sending what was dropped or pasted: both happen by accident. */
export function ConfirmFiles(props: ConfirmFilesProps) {
  const [unchanged, setUnchanged] = createSignal(false);
  const isPicture = ({ type }: File): boolean => type.startsWith("image/");
  let dialog!: HTMLDialogElement;
  const send = (): void => {
    void sendFiles(props.conversation_id, props.files, unchanged());
    dialog.close();
  };
  return (
    <Dialog
      title={t().attach.send_title(props.files.length)}
      onClosed={props.onDone}
      ref={(element) => (dialog = element)}
    >
      <ul class="chosen-files" classList={{ alone: props.files.length === 1 }}>
        <For each={props.files}>
          {(file) => (
            <li>
              <Show when={isPicture(file)} fallback={<FileIcon name={file.name} />}>
                <ObjectUrlImage class="chosen-picture" blob={file} />
              </Show>
              <span class="file-words">
                <span class="file-name" dir="auto">
                  {file.name}
                </span>
                <span class="file-size">{fileSize(file.size)}</span>
              </span>
            </li>
          )}
        </For>
      </ul>
      <Show when={props.files.some(isPicture)}>
        <label class="setting">
          <span class="setting-name">
            {t().attach.as_files}
            <small class="soft">{t().attach.as_files_hint}</small>
          </span>
          <input
            type="checkbox"
            class="switch"
            data-testid="unchanged"
            onChange={(event) => setUnchanged(event.currentTarget.checked)}
          />
        </label>
      </Show>
      <div class="dialog-actions">
        <button type="button" class="quiet" onClick={() => dialog.close()}>
          {t().app.cancel}
        </button>
        <button type="button" class="primary" autofocus data-testid="files-confirm" onClick={send}>
          {t().composer.send}
        </button>
      </div>
    </Dialog>
  );
}
