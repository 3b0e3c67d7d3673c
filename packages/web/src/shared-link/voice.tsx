import { createSignal, onCleanup, onMount, Show } from "solid-js";
import { BAR_HEIGHT, BAR_PITCH, barCount, bars, waveformPath } from "../talk/waveform.ts";
import { Icon } from "../ui/icon.tsx";
import { timeText } from "./format.ts";
import { texts } from "./language.ts";
import type { SharedMessage } from "./shared-message.ts";

const LOUDNESS_DIGITS = "0123456789abcdefghijklmnopqrstuv";

/** Some of Apple's browsers promise to play an Ogg that stays silent; all of them play the other format. */
function playableHere(sources: SharedMessage["sources"]): SharedMessage["sources"] {
  const audio = new Audio();
  const playable = sources.filter(({ type }) => audio.canPlayType(type) !== "");
  return navigator.vendor.startsWith("Apple") ? playable.reverse() : playable;
}

/** A voice message that plays in any browser; the slider over its loudness is the browser's own. */
export function Voice(props: { message: SharedMessage }) {
  const [position_ms, setPosition] = createSignal(0);
  const [playing, setPlaying] = createSignal(false);
  const [failed, setFailed] = createSignal(false);
  const length_ms = (): number => props.message.duration_ms ?? 0;
  const drawn = (): number => barCount(length_ms());
  const path = (): string => {
    const loudness = [...(props.message.waveform ?? "")].map((digit) => LOUDNESS_DIGITS.indexOf(digit));
    return waveformPath(bars(loudness, drawn()));
  };
  const played = (): number => (length_ms() > 0 ? Math.min(100, (position_ms() / length_ms()) * 100) : 0);
  let audio!: HTMLAudioElement;
  const toggle = (): void => {
    if (audio.paused) audio.play().catch(() => setFailed(true));
    else audio.pause();
  };
  const seek = (ms: number): void => {
    audio.currentTime = ms / 1_000;
    setPosition(ms);
  };
  let frame = 0;
  /** The element itself tells its position four times a second only. */
  const follow = (): void => {
    setPosition(audio.ended ? length_ms() : audio.currentTime * 1_000);
    if (!audio.paused) frame = requestAnimationFrame(follow);
  };
  const state = (): void => {
    setPlaying(!audio.paused && !audio.ended);
    cancelAnimationFrame(frame);
    follow();
  };
  const untried = playableHere(props.message.sources);
  const tryNext = (): void => {
    const source = untried.shift();
    if (source) audio.src = source.url;
    else setFailed(true);
  };
  onMount(() => {
    for (const change of ["play", "pause", "ended", "seeked"]) audio.addEventListener(change, state);
    audio.addEventListener("error", tryNext);
    tryNext();
  });
  onCleanup(() => cancelAnimationFrame(frame));
  return (
    <div class="voice" data-testid="shared-voice" data-playing={playing()}>
      {/* biome-ignore lint/a11y/useMediaCaption: what people say has none. */}
      <audio ref={audio} preload="auto" />
      <button
        type="button"
        class="voice-play"
        aria-label={playing() ? texts.pause : texts.play}
        data-testid="shared-play"
        onClick={toggle}
      >
        <Icon name={playing() ? "pause" : "play"} />
      </button>
      <div class="waveform" style={{ "--played": `${played().toFixed(2)}%` }}>
        <svg
          viewBox={`0 0 ${drawn() * BAR_PITCH} ${BAR_HEIGHT}`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          <path d={path()} />
          <path class="played" d={path()} />
        </svg>
        <input
          type="range"
          min="0"
          max={length_ms()}
          step={Math.max(250, Math.round(length_ms() / 40))}
          value={position_ms()}
          aria-label={texts.position}
          aria-valuetext={texts.of(timeText(position_ms()), timeText(length_ms()))}
          data-testid="shared-seek"
          onInput={(event) => seek(event.currentTarget.valueAsNumber)}
        />
      </div>
      <span class="voice-time" data-testid="shared-time">
        {timeText(position_ms())} / {timeText(Math.max(1_000, length_ms() + 500))}
      </span>
      <Show when={failed()}>
        <p class="error" role="alert">
          {texts.not_playable}
        </p>
      </Show>
    </div>
  );
}
