/**
 * Calls `interrupted` once, when the microphone is taken away (a call comes in, a headset leaves, the permission is
 * withdrawn) or the page goes to the background, where phones stop capturing without a word. Returns how to stop.
 */
export function watchInterruptions(stream: MediaStream, interrupted: () => void): () => void {
  const watching = new AbortController();
  const fire = () => {
    watching.abort();
    interrupted();
  };
  const { signal } = watching;
  for (const track of stream.getAudioTracks()) {
    track.addEventListener("mute", fire, { signal });
    track.addEventListener("ended", fire, { signal });
  }
  document.addEventListener("visibilitychange", () => document.hidden && fire(), { signal });
  return () => watching.abort();
}
