import type { ConversationView, MessageView, VideoView } from "@feiliao/client";
import { createEffect, createSignal, onCleanup, onMount, Show } from "solid-js";
import { fileSize } from "../files/file-size.ts";
import { ProgressRing } from "../files/progress-ring.tsx";
import { cancelDownload, download, downloadOf } from "../files/transfers.ts";
import { uploadProgress } from "../files/upload-progress.ts";
import { length } from "../i18n/dates.ts";
import { t } from "../i18n/language.ts";
import { bubbleRoom } from "../picture/geometry.ts";
import { drawThumbHash } from "../picture/thumb.ts";
import { client } from "../state/client.ts";
import { Icon } from "../ui/icon.tsx";
import { pictureUrl } from "../ui/picture-url.ts";
import "./video-content.css";

export interface VideoContentProps {
  message: MessageView;
  content: VideoView;
  conversation: ConversationView;
}

/** A video as its poster; a press fetches it and plays it in place. It never plays, or is fetched, by itself. */
export function VideoContent(props: VideoContentProps) {
  const [url, setUrl] = createSignal<string>();
  const [broken, setBroken] = createSignal(false);
  const sent = uploadProgress(props.message.key);
  const goesUp = (): boolean => props.content.blob_id === null && props.message.state !== "failed";
  const transfer = () => downloadOf(props.message.key);
  const done_bytes = (): number | undefined => {
    const now = transfer();
    if (now.phase === "moving") return now.done_bytes;
    return goesUp() ? sent() : undefined;
  };
  let thumb!: HTMLCanvasElement;
  onMount(() => drawThumbHash(thumb, props.content.poster.thumbhash));
  onCleanup(() => {
    const shown = url();
    if (shown) URL.revokeObjectURL(shown);
  });

  const press = async (): Promise<void> => {
    if (transfer().phase === "moving") return cancelDownload(props.message.key);
    if (goesUp()) return await client.discard(props.message.key);
    const blob = await download(props.message);
    if (blob) setUrl(URL.createObjectURL(new Blob([blob], { type: props.content.mime })));
  };
  const label = (): string =>
    done_bytes() === undefined
      ? t().file.play(length(props.content.duration_ms), fileSize(props.content.size))
      : t().file.cancel(t().preview.video);

  return (
    <div
      class="video"
      style={bubbleRoom(props.content)}
      data-phase={url() ? "playing" : goesUp() ? "up" : transfer().phase}
    >
      <Show
        when={!broken() && url()}
        fallback={
          <button type="button" class="video-poster" aria-label={label()} onClick={press}>
            <canvas ref={thumb} width="32" height="32" />
            <Show when={pictureUrl(props.conversation.conversation_id, props.content.poster.blob_id)}>
              {(src) => <img src={src()} alt="" decoding="async" />}
            </Show>
            <span class="video-sign">
              <Show when={done_bytes() !== undefined} fallback={<Icon name="play" />}>
                <ProgressRing done={(done_bytes() ?? 0) / props.content.size} icon="close" />
              </Show>
            </span>
            <span class="video-length">
              {length(props.content.duration_ms)} · {fileSize(props.content.size)}
            </span>
            <Show when={broken() || transfer().phase === "failed"}>
              <span class="picture-failed">{broken() ? t().file.cannot_play : t().file.failed}</span>
            </Show>
          </button>
        }
      >
        {(src) => <Player src={src()} onBroken={() => setBroken(true)} />}
      </Show>
    </div>
  );
}

/** Begins at once: the press that brought it here was meant for that. */
function Player(props: { src: string; onBroken: () => void }) {
  let video!: HTMLVideoElement;
  createEffect(() => {
    video.src = props.src;
    video.play().catch(() => {}); // the browser wants one more press: its controls are there
  });
  // biome-ignore lint/a11y/useMediaCaption: what people film has no captions.
  return <video ref={video} controls playsinline onError={() => props.onBroken()} />;
}
