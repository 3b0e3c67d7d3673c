import type { MessageView } from "@feiliao/client";
import { createEffect, createSignal, onCleanup, onMount, Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { client } from "../state/client.ts";
import { Icon } from "../ui/icon.tsx";
import { createSwipe } from "./swipe.ts";
import "./lightbox.css";

export interface LightboxProps {
  /** The pictures to go through. */
  pictures: readonly MessageView[];
  first: MessageView;
  alt: string;
  onClosed: () => void;
}

/**
 * Pictures on the whole screen, one at a time: swipes, arrow keys and buttons go through them, a press shows the real
 * size, Escape or a press beside it closes.
 */
export function Lightbox(props: LightboxProps) {
  const [index, setIndex] = createSignal(props.pictures.indexOf(props.first));
  const [actualSize, setActualSize] = createSignal(false);
  const picture = (): MessageView => props.pictures[index()] ?? props.first;
  const src = shownUrl(picture);
  let dialog!: HTMLDialogElement;
  onMount(() => dialog.showModal());

  const goBy = (step: -1 | 1): void => {
    const next = index() + step;
    if (actualSize() || next < 0 || next >= props.pictures.length) return;
    setIndex(next);
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.key === "ArrowLeft") goBy(-1);
    if (event.key === "ArrowRight") goBy(1);
  };
  const swipe = createSwipe((direction) => goBy(direction === "left" ? 1 : -1));

  return (
    <dialog
      ref={dialog}
      class="lightbox"
      classList={{ "actual-size": actualSize() }}
      aria-label={props.alt}
      data-testid="lightbox"
      onClick={(event) => event.target === dialog && dialog.close()}
      onKeyDown={pressed}
      onClose={() => props.onClosed()}
    >
      <div class="lightbox-bar">
        <Show when={props.pictures.length > 1}>
          <span class="lightbox-position" data-testid="lightbox-position">
            {t().album.position(index() + 1, props.pictures.length)}
          </span>
        </Show>
        <a class="round" href={src()} download={picture().key} aria-label={t().conversation.download}>
          <Icon name="download" />
        </a>
        <button type="button" class="round" aria-label={t().app.close} onClick={() => dialog.close()}>
          <Icon name="close" />
        </button>
      </div>
      <div
        class="lightbox-stage"
        onPointerDown={swipe.begin}
        onPointerUp={swipe.end}
        onPointerCancel={swipe.cancel}
      >
        <button
          type="button"
          aria-label={t().conversation.zoom}
          onClick={() => !swipe.moved() && setActualSize(!actualSize())}
        >
          <Show when={src()}>{(url) => <img src={url()} alt={props.alt} draggable={false} />}</Show>
        </button>
      </div>
      <Show when={props.pictures.length > 1 && !actualSize()}>
        <button
          type="button"
          class="lightbox-step back round"
          aria-label={t().album.previous}
          disabled={index() === 0}
          onClick={() => goBy(-1)}
        >
          <Icon name="back" />
        </button>
        <button
          type="button"
          class="lightbox-step on round"
          aria-label={t().album.next}
          disabled={index() === props.pictures.length - 1}
          onClick={() => goBy(1)}
        >
          <Icon name="chevron" />
        </button>
      </Show>
    </dialog>
  );
}

/** The bytes of a picture as a URL that lasts as long as it is shown. */
function shownUrl(picture: () => MessageView) {
  const [url, setUrl] = createSignal<string>();
  createEffect(() => {
    const message = picture();
    if (message.content.type !== "image") return;
    const { mime } = message.content;
    let gone = false;
    let made: string | undefined;
    client.picture(message).then(
      (bytes) => {
        if (gone) return;
        made = URL.createObjectURL(new Blob([bytes], { type: mime }));
        setUrl(made);
      },
      () => setUrl(undefined), // its own bubble says so, and can try again
    );
    onCleanup(() => {
      gone = true;
      if (made) URL.revokeObjectURL(made);
    });
  });
  return url;
}
