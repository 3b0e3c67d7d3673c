import type { MessageView } from "@feiliao/client";
import { Show } from "solid-js";
import { duration, length } from "../i18n/dates.ts";
import { t } from "../i18n/language.ts";
import { Icon } from "../ui/icon.tsx";
import { nextUnheard } from "./next-unheard.ts";
import { cycleSpeed, position, seek, speed, toggle } from "./player.ts";
import type { VoiceBubbleProps } from "./voice-bubble.tsx";
import { WaveformSlider } from "./waveform-slider.tsx";

/** A voice message that has ended: play, seek, speed, and a dot while nobody here has heard it. */
export function StoredVoice(props: VoiceBubbleProps) {
  const here = () => {
    const now = position();
    return now?.key === props.message.key ? now : undefined;
  };
  const playing = (): boolean => here()?.playing ?? false;
  const heard = (): number => props.conversation.me?.heard ?? 0;
  const unheard = (): boolean => !props.message.mine && (props.message.seq ?? 0) > heard();
  const next = (after: MessageView): MessageView | undefined => nextUnheard(props.messages(), after, heard());

  return (
    <span class="voice" data-testid="voice" data-playing={playing()} data-unheard={unheard()}>
      <button
        type="button"
        class="voice-play"
        aria-label={playing() ? t().talk.pause : t().talk.play}
        data-testid="voice-play"
        onClick={() => toggle(props.message, next)}
      >
        <Icon name={playing() ? "pause" : "play"} />
      </button>
      <WaveformSlider
        waveform={props.content.waveform}
        duration_ms={props.content.duration_ms}
        position_ms={here()?.position_ms ?? 0}
        playing={playing()}
        onSeek={(ms) => seek(props.message, next, ms)}
      />
      <Show when={here()}>
        <button
          type="button"
          class="voice-speed"
          aria-label={t().talk.speed(Number(speed()))}
          data-testid="voice-speed"
          onClick={cycleSpeed}
        >
          {speed()}×
        </button>
      </Show>
      <span class="voice-time">
        {here()?.position_ms ? duration(here()!.position_ms) : length(props.content.duration_ms)}
        <Show when={unheard()}>
          <span class="unheard-dot" title={t().talk.unheard}>
            <span class="spoken-only">{t().talk.unheard}</span>
          </span>
        </Show>
        <Show when={props.content.phase === "interrupted"}>
          <span>{t().talk.interrupted}</span>
        </Show>
      </span>
    </span>
  );
}
