/** Sound as it really passed: `at_ms` is the wall clock (milliseconds since 1970) of the first sample. */
export interface TappedSound {
  samples: Float32Array<ArrayBuffer>;
  at_ms: number;
}

export type TapListener = (sound: TappedSound) => void;

/**
 * Where tests listen in. It is a global so that a browser test can set it before the page loads, also in a production
 * build. Without a listener nothing is copied or sent.
 *
 * - `ear`: what the audio thread rendered for live voice, silence within a talk included
 * - `mouth`: what the audio thread captured from the microphone, before encoding
 */
declare global {
  var feiliaoVoiceTap: { ear?: TapListener; mouth?: TapListener } | undefined;
}

/** Tests only. Effective for players that are made afterwards. */
export function observeEar(listener: TapListener): void {
  globalThis.feiliaoVoiceTap = { ...globalThis.feiliaoVoiceTap, ear: listener };
}

/** Tests only. */
export function observeMouth(listener: TapListener): void {
  globalThis.feiliaoVoiceTap = { ...globalThis.feiliaoVoiceTap, mouth: listener };
}
