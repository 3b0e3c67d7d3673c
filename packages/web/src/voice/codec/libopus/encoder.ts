import { BITS_PER_SECOND, COMPLEXITY, PACKET_SAMPLES, SAMPLE_RATE } from "../../opus-stream.ts";
import { checked, type Libopus } from "./libopus.ts";

// opus_defines.h
const APPLICATION_VOIP = 2048;
const SET_BITRATE = 4002;
const SET_COMPLEXITY = 4010;
const SET_SIGNAL = 4024;
const SIGNAL_VOICE = 3001;

const PACKET_BYTES_MAX = 1_275;

/** One stream of 20 ms packets. It lives as long as its instance of libopus: nothing is freed. */
export class LibopusEncoder {
  readonly #libopus: Libopus;
  readonly #state: number;
  readonly #pcm: number;
  readonly #packet: number;

  constructor(libopus: Libopus) {
    this.#libopus = libopus;
    this.#state = libopus.malloc(libopus.opus_encoder_get_size(1));
    this.#pcm = libopus.malloc(PACKET_SAMPLES * 2);
    this.#packet = libopus.malloc(PACKET_BYTES_MAX);
    checked(libopus.opus_encoder_init(this.#state, SAMPLE_RATE, 1, APPLICATION_VOIP));
    for (const [request, value] of [
      [SET_BITRATE, BITS_PER_SECOND],
      [SET_COMPLEXITY, COMPLEXITY],
      [SET_SIGNAL, SIGNAL_VOICE],
    ] as const) {
      checked(libopus.opus_encoder_ctl_set(this.#state, request, value));
    }
  }

  convert(frame: Float32Array): Uint8Array<ArrayBuffer> {
    const libopus = this.#libopus;
    const pcm = new Int16Array(libopus.memory.buffer, this.#pcm, PACKET_SAMPLES);
    for (let index = 0; index < PACKET_SAMPLES; index++) {
      pcm[index] = Math.max(-1, Math.min(1, frame[index]!)) * 0x7fff;
    }
    const bytes = checked(
      libopus.opus_encode(this.#state, this.#pcm, PACKET_SAMPLES, this.#packet, PACKET_BYTES_MAX),
    );
    return new Uint8Array(libopus.memory.buffer, this.#packet, bytes).slice() as Uint8Array<ArrayBuffer>;
  }
}
