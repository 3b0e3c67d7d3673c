import { encodeVoiceFrame } from "@feiliao/protocol";
import type {
  Recorded,
  Recording,
  TappedSound,
  VoiceEngine,
} from "../../../../packages/web/src/voice/index.ts";
import { openLine } from "./relay.ts";

export interface Spoken extends Recorded {
  pressed_at_ms: number;
  first_packet_at_ms: number;
  released_at_ms: number;
  /** The packets that were sent. */
  sent: number[][];
  /** What the microphone captured. */
  mouth: TappedSound[];
}

/** Talks while the page's button is held, as in the app. */
export class Speaker {
  /** Of the latest press. */
  recording: Promise<Recording> | null = null;
  #line: WebSocket | null = null;
  #pressed_at_ms = 0;
  #released_at_ms = 0;
  #first_packet_at_ms = 0;
  #sent: Uint8Array[] = [];
  #mouth: TappedSound[] = [];
  readonly #engine: VoiceEngine;

  constructor(engine: VoiceEngine, button: HTMLButtonElement) {
    this.#engine = engine;
    button.onpointerdown = () => this.#press();
    button.onpointerup = () => {
      this.#released_at_ms = Date.now();
    };
  }

  /** Packets go to the relay from now on. */
  async connect(): Promise<void> {
    this.#line = await openLine("speaker");
  }

  /** Ends what was said, after the button was released. */
  async finish(): Promise<Spoken> {
    const recorded = await (await this.recording)!.stop();
    this.#line?.send(encodeVoiceFrame({ kind: "end", handle: 1, packet: recorded.packets, packets: [] }));
    return {
      ...recorded,
      pressed_at_ms: this.#pressed_at_ms,
      first_packet_at_ms: this.#first_packet_at_ms,
      released_at_ms: this.#released_at_ms,
      sent: this.#sent.map((packet) => [...packet]),
      mouth: this.#mouth,
    };
  }

  #press(): void {
    this.#pressed_at_ms = Date.now();
    this.#sent = [];
    this.#mouth = [];
    globalThis.feiliaoVoiceTap = { ...globalThis.feiliaoVoiceTap, mouth: (sound) => this.#mouth.push(sound) };
    this.recording = this.#engine.record((packet) => this.#send(packet));
    this.recording.catch(() => undefined); // the test awaits it later
  }

  #send(packet: Uint8Array): void {
    if (this.#sent.length === 0) this.#first_packet_at_ms = Date.now();
    const number = this.#sent.push(packet) - 1;
    this.#line?.send(encodeVoiceFrame({ kind: "packets", handle: 1, packet: number, packets: [packet] }));
  }
}
