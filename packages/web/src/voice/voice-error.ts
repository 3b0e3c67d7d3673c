export type VoiceErrorReason =
  /** The person, or the browser for them, does not allow the microphone. */
  | "denied"
  /** There is no microphone, or another program has it. */
  | "no_microphone"
  /** The browser has no microphone access, AudioWorklet or WebAssembly, or the page is not served securely. */
  | "unsupported"
  /** A part of the engine could not be downloaded. */
  | "not_loaded"
  /** Sound cannot run now: no audio device, or no gesture on this page yet. */
  | "no_sound";

export class VoiceError extends Error {
  override readonly name = "VoiceError";
  readonly reason: VoiceErrorReason;

  constructor(reason: VoiceErrorReason, cause?: unknown) {
    super(`voice: ${reason}`, { cause });
    this.reason = reason;
  }
}
