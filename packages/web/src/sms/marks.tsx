import { Show } from "solid-js";
import { Icon } from "../ui/icon.tsx";
import { s } from "./language.ts";
import "./sms.css";

/** Beside the name of somebody without the app. */
export function ReachedBySms() {
  return (
    <span class="sms-badge" title={s().mark.reached} data-testid="sms-badge">
      <span aria-hidden="true">{s().sms}</span>
      <span class="spoken-only">{s().mark.reached}</span>
    </span>
  );
}

/** In the bubble of what came from a handset. */
export function WrittenAsSms(props: { incomplete: boolean }) {
  return (
    <span class="sms-mark" title={s().mark.written} data-testid="sms-written">
      <Show when={props.incomplete}>
        <span class="sms-incomplete">
          <Icon name="failed" />
          {s().mark.incomplete}
        </span>
      </Show>
      <span aria-hidden="true">{s().sms}</span>
      <span class="spoken-only">{s().mark.written}</span>
    </span>
  );
}
