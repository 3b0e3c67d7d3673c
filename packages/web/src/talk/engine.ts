import { t } from "../i18n/language.ts";
import { preference } from "../state/preferences.ts";
import type { VoiceEngine } from "../voice/voice-engine.ts";
import { VoiceError } from "../voice/voice-error.ts";

let loading: Promise<VoiceEngine> | undefined;

/** The voice engine, downloaded when it is first needed; a download that failed is tried again. */
export function voice(): Promise<VoiceEngine> {
  loading ??= import("../voice/index.ts").then(
    (module) => module.voiceEngine(),
    (error: unknown) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

/** Fetches the code while nothing else is going on, so that the first press finds it here. */
export function prepareVoice(): void {
  voice().catch((error: unknown) => console.warn("Voice is not here yet.", error));
}

/** One press starts and another one sends, instead of holding. */
export const [talkMode, chooseTalkMode] = preference<"hold" | "tap">("talk", "hold", ["hold", "tap"]);

/** Why the microphone did not open, and what to do about it. */
export function microphoneErrorText(error: unknown): string {
  if (!(error instanceof VoiceError)) return t().app.voice_failed;
  switch (error.reason) {
    case "denied":
      return t().talk.microphone_blocked;
    case "not_loaded":
      return t().app.voice_failed;
    case "no_sound":
      return t().talk.not_ready;
    case "unsupported":
      return t().talk.unsupported;
    case "no_microphone":
      return t().talk.microphone_missing;
  }
}
