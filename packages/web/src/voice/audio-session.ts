interface AudioSession {
  type: "playback" | "play-and-record";
}

/** Audio Session API §4, where there is one: without it iOS keeps the quiet call volume after a recording. */
export function preferAudioSession(type: AudioSession["type"]): void {
  const { audioSession } = navigator as Navigator & { audioSession?: AudioSession };
  if (audioSession) audioSession.type = type;
}
