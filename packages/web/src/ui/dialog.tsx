import { createUniqueId, type JSX, onMount } from "solid-js";
import { t } from "../i18n/language.ts";
import { Icon } from "./icon.tsx";
import "./dialog.css";

export interface DialogProps {
  title: string;
  /** Called once the dialog has closed, by whatever means. */
  onClosed: () => void;
  children: JSX.Element;
  class?: string;
  /** Reaches the element, for closing it from inside with `close()`. */
  ref?: (dialog: HTMLDialogElement) => void;
}

/** A modal <dialog>: Escape, the cross and a press beside it close it; the browser keeps the focus inside. */
export function Dialog(props: DialogProps) {
  const heading = createUniqueId();
  let dialog!: HTMLDialogElement;
  onMount(() => {
    props.ref?.(dialog);
    dialog.showModal();
  });
  const closeFromBackdrop = (event: MouseEvent): void => {
    if (event.target === dialog) dialog.close();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does the same, by the element itself.
    <dialog
      ref={dialog}
      class={`dialog ${props.class ?? ""}`}
      aria-labelledby={heading}
      onClick={closeFromBackdrop}
      onClose={() => props.onClosed()}
    >
      <div class="dialog-body">
        <header class="dialog-head">
          <h2 id={heading}>{props.title}</h2>
          <button type="button" class="quiet round" aria-label={t().app.close} onClick={() => dialog.close()}>
            <Icon name="close" />
          </button>
        </header>
        {props.children}
      </div>
    </dialog>
  );
}
