import { PACKET_SAMPLES, SAMPLE_RATE } from "../opus-stream.ts";
import type { FromCapture, ToCapture } from "./messages.ts";

/** Collects the audio thread's quanta of 128 samples into exact frames of 20 ms. */
export class CaptureProcessor extends AudioWorkletProcessor {
  #frame = new Float32Array(PACKET_SAMPLES);
  #filled = 0;
  #began_at_ms = 0;
  #stopped = false;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<ToCapture>) => {
      if (data === "stop") this.#stop();
    };
  }

  process(inputs: Float32Array<ArrayBuffer>[][]): boolean {
    const quantum = inputs[0]?.[0];
    if (quantum && !this.#stopped) this.#collect(quantum);
    return !this.#stopped;
  }

  #collect(quantum: Float32Array<ArrayBuffer>): void {
    if (this.#filled === 0) this.#began_at_ms = Date.now() - (quantum.length / SAMPLE_RATE) * 1_000;
    const fits = Math.min(quantum.length, PACKET_SAMPLES - this.#filled);
    this.#frame.set(quantum.subarray(0, fits), this.#filled);
    this.#filled += fits;
    if (this.#filled < PACKET_SAMPLES) return;
    this.#sendFrame();
    if (fits < quantum.length) this.#collect(quantum.subarray(fits));
  }

  #stop(): void {
    if (this.#filled > 0) this.#sendFrame();
    this.#stopped = true;
    this.#send({ type: "stopped" });
  }

  #sendFrame(): void {
    const samples = this.#frame;
    this.#frame = new Float32Array(PACKET_SAMPLES);
    this.#filled = 0;
    this.#send({ type: "frame", samples, at_ms: this.#began_at_ms }, [samples.buffer]);
  }

  #send(message: FromCapture, transfer: Transferable[] = []): void {
    this.port.postMessage(message, transfer);
  }
}
