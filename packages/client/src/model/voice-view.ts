import type { Entry } from "@feiliao/protocol";
import { PACKET_MS } from "@feiliao/protocol/voice-frame";
import type { VoicePayload } from "../outbox/item.ts";
import type { VoiceView } from "../types.ts";

/** A voice message of the log: what its end says, or live while there is none. */
export function loggedVoice(entry: Entry & { content: { type: "voice" } }): VoiceView {
  const { talk_id } = entry.content;
  const end = entry.fold?.talk_end;
  if (!end) return { type: "voice", talk_id, phase: "live", packets: 0, duration_ms: 0, waveform: [] };
  const { outcome, packets, duration_ms, waveform } = end;
  return { type: "voice", talk_id, phase: outcome, packets, duration_ms, waveform: loudnessOf(waveform) };
}

/** A voice message that is being spoken here, or waits to be sent. */
export function composedVoice(payload: VoicePayload, talk_id: VoiceView["talk_id"]): VoiceView {
  const { packets, waveform } = payload;
  const phase = payload.recording === "running" ? "recording" : "complete";
  return { type: "voice", talk_id, phase, packets, duration_ms: packets * PACKET_MS, waveform };
}

/** Loudness 0..31 from one base32hex character each (RFC 4648 §7, in lower case). */
export function loudnessOf(waveform: string): number[] {
  return [...waveform].map((character) => Number.parseInt(character, 32));
}

/** Inverse of the above, with values forced into range. */
export function waveformText(loudness: readonly number[]): string {
  return loudness.map((value) => Math.min(31, Math.max(0, Math.round(value) || 0)).toString(32)).join("");
}
