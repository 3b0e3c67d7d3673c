import { microphone as openMicrophone } from "./capture/microphone.ts";
import { record } from "./capture/recording.ts";
import { openEncoder } from "./codec/choose.ts";
import { openClip } from "./playback/clip.ts";
import { TalkPlayer } from "./playback/live-player.ts";
import { Sound } from "./sound.ts";
import { Teardown } from "./teardown.ts";
import type { VoiceEngine } from "./voice-engine.ts";

export { observeEar, observeMouth, type TapListener, type TappedSound } from "./tap.ts";
export type { Clip, LivePlayer, Recorded, Recording, VoiceEngine } from "./voice-engine.ts";
export { VoiceError, type VoiceErrorReason } from "./voice-error.ts";

/** Gathered before the first sound while nothing is known about the network. */
const START_MS = 100;

export function voiceEngine(): VoiceEngine {
  const microphone = openMicrophone();
  const sound = new Sound();
  let start_ms = START_MS;
  return {
    async warm() {
      const uses = new Teardown();
      try {
        await Promise.all([uses.lease(microphone.use()), uses.lease(sound.running.use()), warmEncoder()]);
      } finally {
        uses.run();
      }
    },
    record: (onPacket) => record(microphone, sound, onPacket),
    live: () =>
      new TalkPlayer({
        sound,
        start_ms,
        // How steadily packets come is a matter of the network: the next talk begins with what this one learnt.
        onSettled: (next_start_ms) => {
          start_ms = next_start_ms;
        },
      }),
    clip: openClip,
    async unlock() {
      const context = await sound.running.use();
      context.release();
    },
  };
}

/** So that WebAssembly, where it is needed, is there before the first press. */
async function warmEncoder(): Promise<void> {
  const encoder = await openEncoder({ onOutput: () => undefined, onFailure: () => undefined });
  encoder.close();
}
