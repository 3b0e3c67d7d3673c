import { Icon } from "../ui/icon.tsx";
import { showToast } from "../ui/toast.tsx";
import { w } from "./language.ts";

/** What is to be typed elsewhere, and a button that copies it. */
export function CopyLine(props: { text: string; testid: string }) {
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(props.text);
    showToast(w().copied);
  };
  return (
    <dd>
      <span data-testid={props.testid}>{props.text}</span>
      <button type="button" class="quiet round" aria-label={`${w().copy}: ${props.text}`} onClick={copy}>
        <Icon name="copy" />
      </button>
    </dd>
  );
}
