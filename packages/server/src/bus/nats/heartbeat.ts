/**
 * A node's pulse. What lasts is counted in beats, never on the wall clock (D16): silence of three beats is
 * judged at a beat, so it is noticed within 1.5 s of the last sign of life.
 */
export const BEAT_MS = 500;
export const SILENT_AFTER_BEATS = 3;
/** A node that fell silent is forgotten after 30 s. */
export const FORGOTTEN_AFTER_BEATS = 60;
