import type { ConversationId } from "@feiliao/protocol";

/** What letting go will do. */
export type Zone = "send" | "cancel" | "lock";

export type RecorderState =
  | { phase: "idle" }
  /** As long as the finger or the key is down. */
  | { phase: "held"; conversation_id: ConversationId; by: "pointer" | "key"; zone: Zone }
  /** Goes on without holding, until sent or cancelled. */
  | { phase: "locked"; conversation_id: ConversationId }
  /** The microphone is off; what was said waits for the person's decision. */
  | { phase: "paused"; conversation_id: ConversationId };

/** A shorter press was a tap: discarded, with a hint. */
export const TAP_MS_MAX = 300;
export const HELD_MS_MAX = 60_000;
/** From here on the time that is left is shown. */
export const COUNTDOWN_FROM_MS = 50_000;
export const LOCKED_MS_MAX = 15 * 60_000;

const CANCEL_SLIDE = 96;
const LOCK_SLIDE = 64;

/** Where the finger is, in pixels from where it went down; `towards_start` follows the reading direction. */
export function zoneAt(towards_start: number, up: number): Zone {
  if (towards_start >= CANCEL_SLIDE && towards_start > up) return "cancel";
  return up >= LOCK_SLIDE ? "lock" : "send";
}
