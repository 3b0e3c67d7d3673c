import { createUniqueId, type JSX, onMount } from "solid-js";
import { Icon } from "../ui/icon.tsx";
import "../ui/dialog.css";
import { texts } from "./language.ts";

/** A modal <dialog>: Escape, the cross and a press beside it close it; the browser keeps the focus inside. */
export function Sheet(props: { title: string; onClosed: () => void; children: JSX.Element }) {
  const heading = createUniqueId();
  let dialog!: HTMLDialogElement;
  onMount(() => dialog.showModal());
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does the same, by the element itself.
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby={heading}
      onClick={(event) => event.target === dialog && dialog.close()}
      onClose={() => props.onClosed()}
    >
      <div class="dialog-body">
        <header class="dialog-head">
          <h2 id={heading}>{props.title}</h2>
          <button type="button" class="quiet round" aria-label={texts().close} onClick={() => dialog.close()}>
            <Icon name="close" />
          </button>
        </header>
        {props.children}
      </div>
    </dialog>
  );
}
