import { PACKET_SAMPLES, SAMPLE_RATE } from "../../opus-stream.ts";
import { checked, type Libopus } from "./libopus.ts";

const PACKET_BYTES_MAX = 1_275;

/** RFC 6716 §3.2.5: a packet holds at most 120 ms, whatever it was meant to hold. */
const SAMPLES_MAX = 5_760;

/** One stream of packets. It lives as long as its instance of libopus: nothing is freed. */
export class LibopusDecoder {
  readonly #libopus: Libopus;
  readonly #state: number;
  readonly #pcm: number;
  readonly #packet: number;

  constructor(libopus: Libopus) {
    this.#libopus = libopus;
    this.#state = libopus.malloc(libopus.opus_decoder_get_size(1));
    this.#pcm = libopus.malloc(SAMPLES_MAX * 2);
    this.#packet = libopus.malloc(PACKET_BYTES_MAX);
    checked(libopus.opus_decoder_init(this.#state, SAMPLE_RATE, 1));
  }

  /** A packet that is no Opus gives 20 ms of silence, so that time goes on. */
  convert(packet: Uint8Array): Float32Array<ArrayBuffer> {
    const samples = this.#decode(packet);
    if (samples <= 0) return new Float32Array(PACKET_SAMPLES);
    const pcm = new Int16Array(this.#libopus.memory.buffer, this.#pcm, samples);
    return Float32Array.from(pcm, (sample) => sample / 0x8000);
  }

  #decode(packet: Uint8Array): number {
    if (packet.length === 0 || packet.length > PACKET_BYTES_MAX) return 0;
    const libopus = this.#libopus;
    new Uint8Array(libopus.memory.buffer, this.#packet, packet.length).set(packet);
    return libopus.opus_decode(this.#state, this.#packet, packet.length, this.#pcm, SAMPLES_MAX, 0);
  }
}
