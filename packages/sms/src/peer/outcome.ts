import type { Refusal } from "./refusal.ts";

/** What became of handing one part to a carrier. */
export type SubmitOutcome =
  /** `message_id` is what reports will name (SGIP: the submit's own sequence, in hex). */
  | { outcome: "accepted"; message_id: string }
  /**
   * It certainly did not go out. `code` is the carrier's own word: "smpp:0x0000000b", "cmpp:13"; or ours when it never
   * left: "local:not_connected", "local:queue_full", "local:draining", "local:coding".
   */
  | { outcome: "refused"; refusal: Refusal; code: string }
  /** No answer came: it may or may not have gone out. */
  | { outcome: "unknown" };
