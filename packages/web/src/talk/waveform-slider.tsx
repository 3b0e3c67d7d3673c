import { createMemo } from "solid-js";
import { duration, length } from "../i18n/dates.ts";
import { t } from "../i18n/language.ts";
import { BAR_HEIGHT, BAR_PITCH, barCount, bars, waveformPath } from "./waveform.ts";

export interface WaveformSliderProps {
  waveform: readonly number[];
  duration_ms: number;
  position_ms: number;
  playing: boolean;
  onSeek: (ms: number) => void;
}

/** The drawing is a picture; the slider over it is the browser's own, so it works by touch, mouse and keyboard. */
export function WaveformSlider(props: WaveformSliderProps) {
  const count = createMemo(() => barCount(props.duration_ms));
  const path = createMemo(() => waveformPath(bars(props.waveform, count())));
  const played = (): number =>
    props.duration_ms > 0 ? Math.min(100, (props.position_ms / props.duration_ms) * 100) : 0;
  return (
    <div
      class="waveform"
      classList={{ playing: props.playing }}
      style={{ "inline-size": `${(count() * BAR_PITCH) / 16}rem`, "--played": `${played().toFixed(2)}%` }}
    >
      <svg viewBox={`0 0 ${count() * BAR_PITCH} ${BAR_HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <path d={path()} />
        <path class="played" d={path()} />
      </svg>
      <input
        type="range"
        min="0"
        max={props.duration_ms}
        step={Math.max(250, Math.round(props.duration_ms / 40))}
        value={props.position_ms}
        aria-label={t().talk.position}
        aria-valuetext={t().talk.of(duration(props.position_ms), length(props.duration_ms))}
        data-testid="voice-seek"
        onInput={(event) => props.onSeek(event.currentTarget.valueAsNumber)}
      />
    </div>
  );
}
