export const LIVE_PROCESSOR = "feiliao-live";

export interface LiveProcessorOptions {
  /** How much to gather before the first sound, until an arrival says otherwise. */
  target_ms: number;
  /** True to get back what was rendered. */
  tapped: boolean;
}

export type ToLive =
  /** The samples of the next packet, and how much is to be gathered after silence from now on. */
  | { type: "samples"; samples: Float32Array<ArrayBuffer>; target_ms: number }
  | { type: "end" }
  | { type: "stop" };

export type FromLive =
  /** So many packets' samples were played since the last such message. */
  | { type: "played"; frames: number }
  | { type: "finished" }
  | { type: "tapped"; samples: Float32Array<ArrayBuffer>; at_ms: number };
