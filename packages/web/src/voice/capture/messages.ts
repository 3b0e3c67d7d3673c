export const CAPTURE_PROCESSOR = "feiliao-capture";

/** Ends the capture; what is left of the last frame is filled up with silence. */
export type ToCapture = "stop";

export type FromCapture =
  /** 20 ms; `at_ms` is the wall clock of its first sample. */
  { type: "frame"; samples: Float32Array<ArrayBuffer>; at_ms: number } | { type: "stopped" };
