/** Longest that a message may be edited after it was sent. */
export const EDIT_WINDOW_MS = 48 * 3_600_000;
/** Longest that a message may be recalled by who sent it. Owners and admins remove what others wrote at any time. */
export const RECALL_WINDOW_MS = 120_000;
/** Each is an entry of its own, and all are kept as the history of the message. */
export const EDITS_MAX = 100;
export const PINS_MAX = 50;
