import { createSignal, onCleanup, Show } from "solid-js";
import { Icon } from "../ui/icon.tsx";
import { texts } from "./language.ts";

const COPIED_SHOWN_MS = 1_500;

/** The code of an SMS as a button that copies it. */
export function CopyCode(props: { code: string }) {
  const [copied, setCopied] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  const copy = async () => {
    await navigator.clipboard.writeText(props.code);
    setCopied(true);
    clearTimeout(timer);
    timer = setTimeout(() => setCopied(false), COPIED_SHOWN_MS);
  };
  return (
    <button
      type="button"
      class="code"
      classList={{ copied: copied() }}
      data-testid="sms-code"
      aria-label={texts().copy(props.code)}
      onClick={copy}
    >
      {props.code}
      <Icon name={copied() ? "check" : "copy"} />
      <span class="spoken-only" role="status">
        <Show when={copied()}>{texts().copied}</Show>
      </span>
    </button>
  );
}
