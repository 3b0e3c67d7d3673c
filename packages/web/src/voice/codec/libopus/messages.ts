export type Direction = "encoder" | "decoder";

/** Samples or a packet. */
export type Media = Float32Array<ArrayBuffer> | Uint8Array;

export type ToWorker =
  | { type: "open"; direction: Direction; module: WebAssembly.Module }
  | { type: "push"; input: Media }
  | { type: "flush" };

export type FromWorker =
  | { type: "output"; output: Media }
  | { type: "flushed" }
  | { type: "failed"; reason: string };
