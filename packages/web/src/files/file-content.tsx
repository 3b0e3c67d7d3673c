import type { FileView, MessageView } from "@feiliao/client";
import { Match, Show, Switch } from "solid-js";
import { t } from "../i18n/language.ts";
import { client } from "../state/client.ts";
import { FileIcon } from "./file-icon.tsx";
import { safeFileName } from "./file-name.ts";
import { fileSize } from "./file-size.ts";
import { ProgressRing } from "./progress-ring.tsx";
import { saveFile } from "./save.ts";
import { cancelDownload, download, downloadOf } from "./transfers.ts";
import { uploadProgress } from "./upload-progress.ts";
import "./file-content.css";

/** A file in its bubble; a press does what comes next: fetch it, end what is under way, or save it. */
export function FileContent(props: { message: MessageView; content: FileView }) {
  const name = (): string => safeFileName(props.content.name);
  const sent = uploadProgress(props.message.key);
  const goesUp = (): boolean => props.content.blob_id === null && props.message.state !== "failed";
  const transfer = () => downloadOf(props.message.key);
  const moving = (): number | undefined => {
    const now = transfer();
    if (goesUp()) return sent();
    return now.phase === "moving" ? now.done_bytes : undefined;
  };
  const share = (): number => (moving() ?? 0) / props.content.size;
  const label = (): string => {
    if (moving() !== undefined) return t().file.cancel(name());
    if (transfer().phase === "here") return t().file.save_again(name());
    return t().file.download(name(), fileSize(props.content.size));
  };
  const press = async (): Promise<void> => {
    if (goesUp()) return await client.discard(props.message.key);
    if (moving() !== undefined) return cancelDownload(props.message.key);
    const blob = await download(props.message);
    if (blob) saveFile(blob, name());
  };

  return (
    <button
      type="button"
      class="file"
      title={label()}
      data-phase={goesUp() ? "up" : transfer().phase}
      onClick={press}
    >
      <Show when={moving() !== undefined} fallback={<FileIcon name={name()} />}>
        <ProgressRing done={share()} icon="close" />
      </Show>
      <span class="file-words">
        <span class="file-name" dir="auto">
          {name()}
        </span>
        <span class="file-size">
          <Switch fallback={fileSize(props.content.size)}>
            <Match when={transfer().phase === "failed"}>{t().file.failed}</Match>
            <Match when={moving() !== undefined}>
              {fileSize(moving() ?? 0)} / {fileSize(props.content.size)}
            </Match>
          </Switch>
        </span>
      </span>
    </button>
  );
}
