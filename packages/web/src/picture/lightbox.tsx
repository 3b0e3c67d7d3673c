import { createSignal, onMount } from "solid-js";
import { t } from "../i18n/language.ts";
import { Icon } from "../ui/icon.tsx";
import "./lightbox.css";

export interface LightboxProps {
  src: string;
  alt: string;
  /** File name for saving, without the extension. */
  name: string;
  onClosed: () => void;
}

/** A picture on the whole screen; a press on it shows its real size, Escape or a press beside it closes. */
export function Lightbox(props: LightboxProps) {
  const [actualSize, setActualSize] = createSignal(false);
  let dialog!: HTMLDialogElement;
  onMount(() => dialog.showModal());
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does the same, by the element itself.
    <dialog
      ref={dialog}
      class="lightbox"
      classList={{ "actual-size": actualSize() }}
      aria-label={props.alt}
      data-testid="lightbox"
      onClick={(event) => event.target === dialog && dialog.close()}
      onClose={() => props.onClosed()}
    >
      <div class="lightbox-bar">
        <a class="round" href={props.src} download={props.name} aria-label={t().conversation.download}>
          <Icon name="download" />
        </a>
        <button type="button" class="round" aria-label={t().app.close} onClick={() => dialog.close()}>
          <Icon name="close" />
        </button>
      </div>
      <div class="lightbox-stage">
        <button type="button" aria-label={t().conversation.zoom} onClick={() => setActualSize(!actualSize())}>
          <img src={props.src} alt={props.alt} />
        </button>
      </div>
    </dialog>
  );
}
