import { preferAudioSession } from "../audio-session.ts";
import { VoiceError } from "../voice-error.ts";
import { Warm } from "../warm.ts";

/** Echo cancellation because somebody may be heard here while the next person begins to talk. */
const CONSTRAINTS: MediaStreamConstraints = {
  audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
};

/** Long enough for a conversation to go on, short enough for the browser's recording sign to mean something. */
const LINGER_MS = 30_000;

/** The microphone, open while somebody talks and for a while after. */
export function microphone(): Warm<MediaStream> {
  return new Warm({
    open: openMicrophone,
    close: closeMicrophone,
    usable: (stream) => stream.getAudioTracks().some((track) => track.readyState === "live"),
    linger_ms: LINGER_MS,
  });
}

async function openMicrophone(): Promise<MediaStream> {
  if (!navigator.mediaDevices?.getUserMedia) throw new VoiceError("unsupported"); // not a secure context
  preferAudioSession("play-and-record");
  try {
    return await navigator.mediaDevices.getUserMedia(CONSTRAINTS);
  } catch (error) {
    throw new VoiceError(isDenied(error) ? "denied" : "no_microphone", error);
  }
}

function closeMicrophone(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
  preferAudioSession("playback");
}

/** Media Capture and Streams §10.2: both names mean that it was not allowed, once or by policy. */
function isDenied(error: unknown): boolean {
  return error instanceof DOMException && ["NotAllowedError", "SecurityError"].includes(error.name);
}
