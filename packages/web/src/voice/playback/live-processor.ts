import type { FromLive, LiveProcessorOptions, ToLive } from "./messages.ts";
import { Playout } from "./playout.ts";
import { RenderedSound } from "./rendered-sound.ts";

const FRAMES_PER_REPORT = 25; // twice a second

/** Lets the audio thread play a talk from its jitter buffer. */
export class LiveProcessor extends AudioWorkletProcessor {
  readonly #playout: Playout;
  readonly #tap: RenderedSound | null;
  #begun = false;
  #stopped = false;
  #reported = 0;

  constructor(options: AudioWorkletNodeOptions) {
    super();
    const { target_ms, tapped } = options.processorOptions as LiveProcessorOptions;
    this.#playout = new Playout(target_ms);
    this.#tap = tapped ? new RenderedSound() : null;
    this.port.onmessage = ({ data }: MessageEvent<ToLive>) => this.#receive(data);
  }

  process(_inputs: Float32Array<ArrayBuffer>[][], outputs: Float32Array<ArrayBuffer>[][]): boolean {
    const out = outputs[0]?.[0];
    if (this.#stopped || !out) return !this.#stopped;
    this.#playout.render(out);
    const finished = this.#playout.phase === "finished";
    this.#tapRendered(out, finished);
    this.#reportPlayed();
    if (finished) this.#send({ type: "finished" });
    return !finished;
  }

  #receive(message: ToLive): void {
    switch (message.type) {
      case "samples":
        this.#playout.push(message.samples, message.target_ms);
        break;
      case "end":
        this.#playout.end();
        break;
      case "stop":
        this.#stopped = true;
    }
  }

  #tapRendered(out: Float32Array, finished: boolean): void {
    if (!this.#tap) return;
    this.#begun ||= this.#playout.phase !== "filling";
    const chunk = this.#begun ? this.#tap.collect(out, finished) : null;
    if (chunk) this.#send({ type: "tapped", ...chunk });
  }

  #reportPlayed(): void {
    const frames = this.#playout.played_frames - this.#reported;
    if (frames < FRAMES_PER_REPORT) return;
    this.#reported += frames;
    this.#send({ type: "played", frames });
  }

  #send(message: FromLive): void {
    this.port.postMessage(message);
  }
}
