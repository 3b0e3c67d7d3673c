import type { VoiceView } from "@feiliao/client";
import { createSignal, onCleanup, Show } from "solid-js";
import { duration } from "../i18n/dates.ts";
import { t } from "../i18n/language.ts";
import { Icon } from "../ui/icon.tsx";
import { heardNow } from "./live-listening.ts";

const PACKET_MS = 20;
const TICK_MS = 100;

/** Somebody is speaking: the time grows, and an ear says that this device sounds. */
export function SpeakingVoice(props: { content: VoiceView }) {
  const began = performance.now() - props.content.packets * PACKET_MS;
  const [elapsed, setElapsed] = createSignal(0);
  const timer = setInterval(() => setElapsed(performance.now() - began), TICK_MS);
  onCleanup(() => clearInterval(timer));
  const heard = (): boolean => props.content.talk_id !== null && heardNow() === props.content.talk_id;
  return (
    <span class="voice speaking" data-testid="speaking" data-heard={heard()}>
      <span class="speaking-bars" aria-hidden="true">
        <i />
        <i />
        <i />
        <i />
      </span>
      <span class="speaking-text">
        {props.content.phase === "recording" ? t().talk.locked : t().talk.speaking}
      </span>
      <span class="voice-time">{duration(elapsed())}</span>
      <Show when={heard()}>
        <Icon name="listen" />
      </Show>
    </span>
  );
}
