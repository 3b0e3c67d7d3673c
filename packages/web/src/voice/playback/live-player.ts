import { openDecoder } from "../codec/choose.ts";
import type { OpusDecoder } from "../codec/codec.ts";
import { loudness } from "../loudness.ts";
import { PACKET_SAMPLES } from "../opus-stream.ts";
import type { Sound } from "../sound.ts";
import { Teardown } from "../teardown.ts";
import type { LivePlayer } from "../voice-engine.ts";
import { ArrivalSpread } from "./arrival-spread.ts";
import { type FromLive, LIVE_PROCESSOR, type LiveProcessorOptions, type ToLive } from "./messages.ts";

/** Samples are 64 times as large as packets: what has piled up stays encoded. */
const DECODED_AHEAD_PACKETS_MAX = 250; // 5 s

interface TalkPlayerOptions {
  sound: Sound;
  /** What to gather before the first sound. */
  start_ms: number;
  /** Told at the end where the next talk should start. */
  onSettled(next_start_ms: number): void;
}

export class TalkPlayer implements LivePlayer {
  readonly #spread: ArrivalSpread;
  readonly #teardown = new Teardown();
  readonly #finishedListeners: ((played: boolean) => void)[] = [];
  #outcome: { played: boolean } | null = null;
  /** Arrived and not decoded yet. */
  readonly #waiting: Uint8Array[] = [];
  #due = 0;
  #ended = false;
  /** Packets decoded and not played yet. */
  #ahead = 0;
  #decoder: OpusDecoder | null = null;
  #worklet: MessagePort | null = null;
  #analyser: AnalyserNode | null = null;

  constructor(options: TalkPlayerOptions) {
    this.#spread = new ArrivalSpread(options.start_ms);
    this.#teardown.add(() => this.#due > 0 && options.onSettled(this.#spread.next_start_ms));
    this.#open(options.sound).catch(() => this.#finish(false));
  }

  push(first: number, packets: Uint8Array[]): void {
    if (this.#teardown.done) return;
    const at_ms = performance.now();
    for (const [index, packet] of packets.entries()) this.#arrived(first + index, packet, at_ms);
    this.#feed();
  }

  end(): void {
    this.#ended = true;
    this.#feed();
  }

  onFinished(listener: (played: boolean) => void): void {
    if (this.#outcome) listener(this.#outcome.played);
    else this.#finishedListeners.push(listener);
  }

  stop(): void {
    this.#finishedListeners.length = 0;
    this.#teardown.run();
  }

  level(): number {
    if (!this.#analyser) return 0;
    const samples = new Float32Array(PACKET_SAMPLES);
    this.#analyser.getFloatTimeDomainData(samples);
    return loudness(samples);
  }

  async #open(sound: Sound): Promise<void> {
    const [context, decoder] = await Promise.all([
      this.#teardown.lease(sound.running.use()),
      this.#openDecoder(),
    ]);
    if (this.#teardown.done) return;
    this.#connect(context);
    this.#decoder = decoder;
    this.#feed();
  }

  async #openDecoder(): Promise<OpusDecoder> {
    const decoder = await openDecoder({
      onOutput: (samples) => this.#play(samples),
      onFailure: () => this.#finish(false),
    });
    this.#teardown.add(() => decoder.close());
    return decoder;
  }

  #connect(context: AudioContext): void {
    const options: LiveProcessorOptions = {
      target_ms: this.#spread.target_ms,
      tapped: globalThis.feiliaoVoiceTap?.ear !== undefined,
    };
    const node = new AudioWorkletNode(context, LIVE_PROCESSOR, {
      numberOfInputs: 0,
      outputChannelCount: [1],
      processorOptions: options,
    });
    const analyser = context.createAnalyser();
    node.connect(analyser).connect(context.destination);
    node.port.onmessage = ({ data }: MessageEvent<FromLive>) => this.#receive(data);
    this.#worklet = node.port;
    this.#analyser = analyser;
    this.#teardown.add(() => {
      node.port.onmessage = null;
      node.port.postMessage({ type: "stop" } satisfies ToLive);
      analyser.disconnect();
      this.#analyser = null;
    });
  }

  #arrived(number: number, packet: Uint8Array, at_ms: number): void {
    if (number < this.#due) return; // sent again after a reconnect
    this.#due = number + 1;
    this.#spread.arrived(number, at_ms);
    this.#waiting.push(packet);
  }

  #feed(): void {
    const decoder = this.#decoder;
    if (!decoder || this.#teardown.done) return;
    const room = Math.max(0, DECODED_AHEAD_PACKETS_MAX - this.#ahead);
    const packets = this.#waiting.splice(0, room);
    this.#ahead += packets.length;
    for (const packet of packets) decoder.push(packet);
    if (this.#ended && this.#waiting.length === 0) {
      this.#decoder = null; // it has got everything
      void decoder.flush().then(() => this.#post({ type: "end" }));
    }
  }

  #play(samples: Float32Array<ArrayBuffer>): void {
    this.#post({ type: "samples", samples, target_ms: this.#spread.target_ms }, [samples.buffer]);
  }

  #receive(message: FromLive): void {
    switch (message.type) {
      case "played":
        this.#ahead -= message.frames;
        this.#feed();
        break;
      case "tapped":
        globalThis.feiliaoVoiceTap?.ear?.(message);
        break;
      case "finished":
        this.#finish(true);
    }
  }

  #finish(played: boolean): void {
    if (this.#teardown.done) return;
    this.#teardown.run();
    this.#outcome = { played };
    for (const listener of this.#finishedListeners.splice(0)) listener(played);
  }

  #post(message: ToLive, transfer: Transferable[] = []): void {
    this.#worklet?.postMessage(message, transfer);
  }
}
