import { PACKET_MS, PACKET_SAMPLES, SAMPLE_RATE } from "../opus-stream.ts";
import type { OpusDecoder, SampleListener } from "./codec.ts";

const MICROSECONDS_PER_PACKET = PACKET_MS * 1_000;

const CONFIG: AudioDecoderConfig = { codec: "opus", sampleRate: SAMPLE_RATE, numberOfChannels: 1 };

let supported: Promise<boolean> | undefined;

export function decodesNatively(): Promise<boolean> {
  supported ??= (async () => {
    if (!("AudioDecoder" in globalThis)) return false;
    return (await AudioDecoder.isConfigSupported(CONFIG)).supported === true;
  })();
  return supported;
}

/** Opus by the browser's own decoder, which works off the main thread. */
export class NativeDecoder implements OpusDecoder {
  readonly #listener: SampleListener;
  #decoder: AudioDecoder;
  #packets = 0;
  /** Packets pushed whose samples have not come yet. */
  #inside = 0;
  #closed = false;

  constructor(listener: SampleListener) {
    this.#listener = listener;
    this.#decoder = this.#open();
  }

  push(packet: Uint8Array): void {
    if (this.#closed) return;
    if (this.#decoder.state === "closed") this.#decoder = this.#open();
    this.#inside++;
    this.#decoder.decode(
      new EncodedAudioChunk({
        type: "key",
        timestamp: this.#packets++ * MICROSECONDS_PER_PACKET,
        duration: MICROSECONDS_PER_PACKET,
        data: packet as Uint8Array<ArrayBuffer>,
      }),
    );
  }

  async flush(): Promise<void> {
    if (this.#decoder.state === "closed") return;
    await this.#decoder.flush().catch(() => undefined);
  }

  close(): void {
    this.#closed = true;
    if (this.#decoder.state !== "closed") this.#decoder.close();
  }

  #open(): AudioDecoder {
    const decoder = new AudioDecoder({
      output: (audio) => {
        const samples = new Float32Array(audio.numberOfFrames);
        audio.copyTo(samples, { planeIndex: 0, format: "f32-planar" });
        audio.close();
        this.#inside--;
        if (!this.#closed) this.#listener.onOutput(samples);
      },
      // A packet that is no Opus closes an AudioDecoder for good, and what it held is lost; `push` opens a new one.
      error: () => this.#giveSilence(),
    });
    decoder.configure(CONFIG);
    return decoder;
  }

  #giveSilence(): void {
    for (; this.#inside > 0; this.#inside--) this.#listener.onOutput(new Float32Array(PACKET_SAMPLES));
  }
}
