import { openEncoder } from "../codec/choose.ts";
import type { OpusEncoder } from "../codec/codec.ts";
import { loudness, waveform } from "../loudness.ts";
import { PACKET_MS } from "../opus-stream.ts";
import type { Sound } from "../sound.ts";
import type { TappedSound } from "../tap.ts";
import { Teardown } from "../teardown.ts";
import { withTimeLimit } from "../time-limit.ts";
import type { Recorded, Recording } from "../voice-engine.ts";
import { VoiceError } from "../voice-error.ts";
import type { Warm } from "../warm.ts";
import { watchInterruptions } from "./interruption.ts";
import { CAPTURE_PROCESSOR, type FromCapture, type ToCapture } from "./messages.ts";

/** A context that runs delivers its first frame after 20 ms; one that only says so never does. */
const FIRST_FRAME_MS_MAX = 2_000;

/** An interrupted context does not answer; then what was captured before is all there is. */
const LAST_FRAME_MS_MAX = 300;

type OnPacket = (packet: Uint8Array) => void;

/** Asks for everything at once, in the gesture, and resolves when the first sound has been captured. */
export async function record(
  microphone: Warm<MediaStream>,
  sound: Sound,
  onPacket: OnPacket,
): Promise<Recording> {
  const recording = new MicrophoneRecording(onPacket);
  try {
    await recording.begin(microphone, sound);
  } catch (error) {
    await recording.abort();
    throw error;
  }
  return recording;
}

class MicrophoneRecording implements Recording {
  readonly #onPacket: OnPacket;
  readonly #levels: number[] = [];
  readonly #interruptionListeners: (() => void)[] = [];
  readonly #teardown = new Teardown();
  #packets = 0;
  #encoder: OpusEncoder | null = null;
  #worklet: MessagePort | null = null;
  #stopping: Promise<Recorded> | null = null;
  #interrupted = false;
  #onFirstFrame = () => {};
  #onLastFrame = () => {};

  constructor(onPacket: OnPacket) {
    this.#onPacket = onPacket;
  }

  async begin(microphone: Warm<MediaStream>, sound: Sound): Promise<void> {
    const [stream, context] = await Promise.all([
      this.#teardown.lease(microphone.use()),
      this.#teardown.lease(sound.running.use()),
      this.#openEncoder(),
    ]);
    const firstFrame = new Promise<void>((resolve) => {
      this.#onFirstFrame = resolve;
    });
    this.#teardown.add(watchInterruptions(stream, () => this.#interrupt()));
    this.#capture(stream, context);
    await withTimeLimit(firstFrame, FIRST_FRAME_MS_MAX, () => {
      sound.discard();
      throw new VoiceError("no_sound");
    });
  }

  level(): number {
    return this.#levels.at(-1) ?? 0;
  }

  elapsed_ms(): number {
    return this.#levels.length * PACKET_MS;
  }

  stop(): Promise<Recorded> {
    this.#stopping ??= this.#finish();
    return this.#stopping;
  }

  async abort(): Promise<void> {
    this.#teardown.run();
  }

  onInterrupted(listener: () => void): void {
    if (this.#interrupted) listener();
    else this.#interruptionListeners.push(listener);
  }

  async #openEncoder(): Promise<void> {
    const encoder = await openEncoder({
      onOutput: (packet) => this.#send(packet),
      onFailure: () => this.#interrupt(),
    });
    this.#encoder = encoder;
    this.#teardown.add(() => encoder.close());
  }

  #capture(stream: MediaStream, context: AudioContext): void {
    const source = context.createMediaStreamSource(stream);
    const node = new AudioWorkletNode(context, CAPTURE_PROCESSOR, {
      numberOfInputs: 1,
      numberOfOutputs: 0,
      channelCount: 1,
      channelCountMode: "explicit", // stereo microphones are mixed down
    });
    node.port.onmessage = ({ data }: MessageEvent<FromCapture>) => this.#receive(data);
    source.connect(node);
    this.#worklet = node.port;
    this.#teardown.add(() => {
      node.port.onmessage = null;
      node.port.postMessage("stop" satisfies ToCapture);
      source.disconnect();
    });
  }

  #receive(message: FromCapture): void {
    if (message.type === "stopped") this.#onLastFrame();
    else this.#captured(message);
  }

  #captured({ samples, at_ms }: TappedSound): void {
    this.#levels.push(loudness(samples));
    this.#encoder?.push(samples);
    globalThis.feiliaoVoiceTap?.mouth?.({ samples, at_ms });
    this.#onFirstFrame();
  }

  #send(packet: Uint8Array): void {
    if (this.#teardown.done) return;
    this.#packets++;
    this.#onPacket(packet);
  }

  async #finish(): Promise<Recorded> {
    if (!this.#teardown.done) {
      await this.#lastFrame();
      await this.#encoder?.flush().catch(() => {}); // what it gave before it broke has been sent
      this.#teardown.run();
    }
    return { packets: this.#packets, waveform: waveform(this.#levels) };
  }

  #lastFrame(): Promise<void> {
    const lastFrame = new Promise<void>((resolve) => {
      this.#onLastFrame = resolve;
    });
    this.#worklet?.postMessage("stop" satisfies ToCapture);
    return withTimeLimit(lastFrame, LAST_FRAME_MS_MAX, () => undefined);
  }

  #interrupt(): void {
    if (this.#interrupted || this.#teardown.done) return;
    this.#interrupted = true;
    for (const listener of this.#interruptionListeners.splice(0)) listener();
  }
}
