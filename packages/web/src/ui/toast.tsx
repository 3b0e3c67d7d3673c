import { createSignal, Show } from "solid-js";
import "./toast.css";

interface Toast {
  text: string;
  action?: { label: string; run: () => void };
}

const SHOWN_MS = 4_000;
const [toast, setToast] = createSignal<Toast>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** A short remark at the foot of the screen. One with an action stays until it is used. */
export function showToast(text: string, action?: Toast["action"]): void {
  clearTimeout(timer);
  setToast(action ? { text, action } : { text });
  if (!action) timer = setTimeout(() => setToast(undefined), SHOWN_MS);
}

export function Toasts() {
  const act = (): void => {
    toast()?.action?.run();
    setToast(undefined);
  };
  return (
    <div class="toasts" role="status">
      <Show when={toast()}>
        {(shown) => (
          <div class="toast">
            <span>{shown().text}</span>
            <Show when={shown().action}>
              {(action) => (
                <button type="button" onClick={act}>
                  {action().label}
                </button>
              )}
            </Show>
          </div>
        )}
      </Show>
    </div>
  );
}
