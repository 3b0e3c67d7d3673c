import type { SoundPiece, VoiceRun } from "./probes.ts";

/** The web app's voice engine lets listeners in through this global (packages/web/src/voice/tap.ts). */
interface Tapped {
  samples: Float32Array;
  at_ms: number;
}
declare global {
  var feiliaoVoiceTap: { ear?: (sound: Tapped) => void; mouth?: (sound: Tapped) => void } | undefined;
}

let run: VoiceRun = empty();

export function watchVoice(): void {
  run = empty();
  globalThis.feiliaoVoiceTap = {
    ear: (sound) => note(run.ear, sound),
    mouth: (sound) => note(run.mouth, sound),
  };
  addEventListener("pointerdown", (event) => (run.pointer_down_at_ms ??= wallClock(event)), {
    capture: true,
  });
  addEventListener("pointerup", (event) => (run.pointer_up_at_ms = wallClock(event)), { capture: true });
}

/** What was noted since the last time it was asked for. */
export function voice(): VoiceRun {
  const noted = run;
  run = empty();
  return noted;
}

function empty(): VoiceRun {
  return { pointer_down_at_ms: null, pointer_up_at_ms: null, ear: [], mouth: [] };
}

function note(pieces: SoundPiece[], { samples, at_ms }: Tapped): void {
  pieces.push({ at_ms, samples: [...samples] });
}

const wallClock = (event: Event) => performance.timeOrigin + event.timeStamp;
