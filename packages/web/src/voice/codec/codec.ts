/**
 * A codec in one direction: what is pushed comes out converted, in order, through the listener. Nothing comes out
 * after `close`.
 */
export interface Codec<Input> {
  push(input: Input): void;
  /** Resolves when everything pushed so far has come out, or never will. */
  flush(): Promise<void>;
  close(): void;
}

export interface CodecListener<Output> {
  onOutput(output: Output): void;
  /** The codec is of no use any more. */
  onFailure(error: Error): void;
}

/**
 * Takes frames of exactly 960 samples, gives one packet for each. Flushing may give one more, with what the encoder's
 * lookahead still held.
 */
export type OpusEncoder = Codec<Float32Array<ArrayBuffer>>;

/** Takes packets, gives the samples of each. One that is no Opus gives 20 ms of silence, so that time goes on. */
export type OpusDecoder = Codec<Uint8Array>;

export type PacketListener = CodecListener<Uint8Array>;
export type SampleListener = CodecListener<Float32Array<ArrayBuffer>>;
