import type { ContentView, ConversationView, MessageView } from "@feiliao/client";
import { createSignal, onCleanup, onMount, Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { shownTitle } from "../numbers/shown-title.ts";
import { client } from "../state/client.ts";
import { deferred } from "../ui/deferred.tsx";
import { bubbleRoom } from "./geometry.ts";
import { drawThumbHash } from "./thumb.ts";
import "./picture-content.css";

const Lightbox = deferred(() => import("./lightbox.tsx").then((module) => module.Lightbox));

export interface PictureContentProps {
  message: MessageView;
  content: Extract<ContentView, { type: "image" }>;
  conversation: ConversationView;
  /** The pictures it was sent with: it fills its cell, and the lightbox goes through all of them. */
  album?: readonly MessageView[];
}

/** A picture in its bubble: the room is reserved, the thumbhash is drawn at once, the bytes come after. */
export function PictureContent(props: PictureContentProps) {
  const [url, setUrl] = createSignal<string>();
  const [failed, setFailed] = createSignal(false);
  const [enlarged, setEnlarged] = createSignal(false);
  const alt = (): string =>
    t().conversation.picture_of(props.message.mine ? t().list.you : shownTitle(props.conversation));
  let thumb!: HTMLCanvasElement;
  let gone = false;

  const load = async (): Promise<void> => {
    setFailed(false);
    try {
      const bytes = await client.picture(props.message);
      if (!gone) setUrl(URL.createObjectURL(new Blob([bytes], { type: props.content.mime })));
    } catch {
      setFailed(true);
    }
  };
  const press = (): void => {
    if (failed()) void load();
    else if (url()) setEnlarged(true);
  };

  onMount(() => {
    drawThumbHash(thumb, props.content.thumbhash);
    void load();
  });
  onCleanup(() => {
    gone = true;
    const shown = url();
    if (shown) URL.revokeObjectURL(shown);
  });

  return (
    <>
      <button
        type="button"
        class="picture"
        style={props.album ? {} : bubbleRoom(props.content)}
        aria-label={alt()}
        data-loaded={url() !== undefined}
        onClick={press}
      >
        <canvas ref={thumb} width="32" height="32" />
        <Show when={url()}>{(src) => <img src={src()} alt="" decoding="async" />}</Show>
        <Show when={failed()}>
          <span class="picture-failed">
            {t().conversation.picture_failed} {t().app.retry}
          </span>
        </Show>
      </button>
      <Show when={enlarged()}>
        <Lightbox
          pictures={props.album ?? [props.message]}
          first={props.message}
          alt={alt()}
          onClosed={() => setEnlarged(false)}
        />
      </Show>
    </>
  );
}
