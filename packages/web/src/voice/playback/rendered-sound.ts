import { PACKET_SAMPLES } from "../opus-stream.ts";

export interface RenderedChunk {
  samples: Float32Array<ArrayBuffer>;
  /** Wall clock of the first sample. */
  at_ms: number;
}

/** Gathers what the audio thread rendered, quantum by quantum, into chunks of about 20 ms. */
export class RenderedSound {
  #samples: number[] = [];
  #at_ms = 0;

  /** A chunk when one is complete, or when nothing follows. */
  collect(quantum: Float32Array, last: boolean): RenderedChunk | null {
    if (this.#samples.length === 0) this.#at_ms = Date.now();
    this.#samples.push(...quantum);
    if (this.#samples.length < PACKET_SAMPLES && !last) return null;
    const samples = Float32Array.from(this.#samples);
    this.#samples = [];
    return { samples, at_ms: this.#at_ms };
  }
}
