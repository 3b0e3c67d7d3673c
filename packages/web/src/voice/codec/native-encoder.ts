import { BITS_PER_SECOND, COMPLEXITY, PACKET_MS, PACKET_SAMPLES, SAMPLE_RATE } from "../opus-stream.ts";
import type { OpusEncoder, PacketListener } from "./codec.ts";

const MICROSECONDS_PER_PACKET = PACKET_MS * 1_000;

/**
 * WebCodecs Opus Registration §4. Discontinuous transmission stays off: it would break the rule that every 20 ms is
 * a packet. In-band error correction stays off: the transport loses nothing, and AudioDecoder could not use it.
 */
const OPUS: OpusEncoderConfig & { application: "voip"; signal: "voice" } = {
  application: "voip",
  signal: "voice",
  frameDuration: MICROSECONDS_PER_PACKET,
  complexity: COMPLEXITY,
  usedtx: false,
  useinbandfec: false,
};

const CONFIG: AudioEncoderConfig = {
  codec: "opus",
  sampleRate: SAMPLE_RATE,
  numberOfChannels: 1,
  bitrate: BITS_PER_SECOND,
  bitrateMode: "variable",
  opus: OPUS,
};

let supported: Promise<boolean> | undefined;

export function encodesNatively(): Promise<boolean> {
  supported ??= (async () => {
    if (!("AudioEncoder" in globalThis)) return false;
    return (await AudioEncoder.isConfigSupported(CONFIG)).supported === true;
  })();
  return supported;
}

/** Opus by the browser's own encoder, which works off the main thread. */
export class NativeEncoder implements OpusEncoder {
  readonly #encoder: AudioEncoder;
  #frames = 0;

  constructor(listener: PacketListener) {
    this.#encoder = new AudioEncoder({
      output: (chunk) => {
        const packet = new Uint8Array(chunk.byteLength);
        chunk.copyTo(packet);
        listener.onOutput(packet);
      },
      error: (error) => listener.onFailure(error),
    });
    this.#encoder.configure(CONFIG);
  }

  push(frame: Float32Array<ArrayBuffer>): void {
    if (this.#encoder.state === "closed") return;
    const audio = new AudioData({
      format: "f32-planar",
      sampleRate: SAMPLE_RATE,
      numberOfFrames: PACKET_SAMPLES,
      numberOfChannels: 1,
      // On the 20 ms grid exactly: encoders fill what looks like a gap between timestamps.
      timestamp: this.#frames++ * MICROSECONDS_PER_PACKET,
      data: frame,
    });
    this.#encoder.encode(audio);
    audio.close();
  }

  async flush(): Promise<void> {
    if (this.#encoder.state === "closed") return;
    await this.#encoder.flush().catch(() => undefined); // its failure has gone to the listener
  }

  close(): void {
    if (this.#encoder.state !== "closed") this.#encoder.close();
  }
}
