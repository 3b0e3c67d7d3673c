import { decodeVoiceFrame } from "@feiliao/protocol";
import type { LivePlayer, TappedSound, VoiceEngine } from "../../../../packages/web/src/voice/index.ts";
import { openLine } from "./relay.ts";

export interface Heard {
  first_packet_at_ms: number;
  packets: number;
  /** What was rendered, from the first sound on; its `at_ms` is when. */
  ear: TappedSound[];
  loudest: number;
}

/** Plays every talk that comes over the relay, as it is spoken. */
export class Listener {
  #heard: Heard = { first_packet_at_ms: 0, packets: 0, ear: [], loudest: 0 };
  #player: LivePlayer | null = null;
  #finished: Promise<void> = Promise.resolve();
  readonly #engine: VoiceEngine;

  constructor(engine: VoiceEngine) {
    this.#engine = engine;
  }

  async connect(): Promise<void> {
    const line = await openLine("listener");
    await this.#engine.unlock();
    globalThis.feiliaoVoiceTap = { ...globalThis.feiliaoVoiceTap, ear: (sound) => this.#hear(sound) };
    line.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => this.#receive(new Uint8Array(data));
  }

  /** Resolves when something has been heard of the present talk. */
  async hearing(): Promise<void> {
    while (this.#heard.ear.length === 0) await new Promise(requestAnimationFrame);
  }

  /** Resolves when the present talk has been played to its end. */
  async finished(): Promise<Heard> {
    await this.#finished;
    const heard = this.#heard;
    this.#heard = { first_packet_at_ms: 0, packets: 0, ear: [], loudest: 0 };
    return heard;
  }

  #receive(bytes: Uint8Array): void {
    const frame = decodeVoiceFrame(bytes);
    if (frame.kind === "end") {
      this.#player?.end();
      this.#player = null;
      return;
    }
    if (this.#heard.packets === 0) this.#heard.first_packet_at_ms = Date.now();
    this.#heard.packets += frame.packets.length;
    this.#player ??= this.#play();
    this.#player.push(frame.packet, frame.packets);
  }

  #play(): LivePlayer {
    const player = this.#engine.live();
    this.#finished = new Promise((resolve) => player.onFinished(() => resolve()));
    return player;
  }

  #hear(sound: TappedSound): void {
    this.#heard.ear.push(sound);
    this.#heard.loudest = Math.max(this.#heard.loudest, this.#player?.level() ?? 0);
  }
}
