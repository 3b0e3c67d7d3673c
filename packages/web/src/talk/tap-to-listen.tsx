import { Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { Icon } from "../ui/icon.tsx";
import type { LiveListening } from "./live-listening.ts";

/** Before the first press on a page browsers allow no sound: then live voice asks for one. */
export function TapToListen(props: { live: LiveListening }) {
  return (
    <Show when={props.live.silent()}>
      <button type="button" class="tap-to-listen" data-testid="tap-to-listen" onClick={props.live.unlock}>
        <Icon name="listen" />
        {t().talk.tap_to_listen}
      </button>
    </Show>
  );
}
