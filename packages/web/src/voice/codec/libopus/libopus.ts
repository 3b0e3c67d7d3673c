/** The exports of libopus's WebAssembly build that are used here; pointers and sizes are numbers. */
export interface Libopus {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  malloc(bytes: number): number;
  opus_encoder_get_size(channels: number): number;
  opus_encoder_init(encoder: number, sampleRate: number, channels: number, application: number): number;
  opus_encoder_ctl_set(encoder: number, request: number, value: number): number;
  opus_encode(encoder: number, pcm: number, samples: number, packet: number, bytesMax: number): number;
  opus_decoder_get_size(channels: number): number;
  opus_decoder_init(decoder: number, sampleRate: number, channels: number): number;
  opus_decode(
    decoder: number,
    packet: number,
    bytes: number,
    pcm: number,
    samplesMax: number,
    fec: number,
  ): number;
}

/** What the build imports is for printing and leaving, which libopus never does. */
const IMPORTS: WebAssembly.Imports = {
  wasi_snapshot_preview1: { fd_seek: nothing, fd_write: nothing, fd_close: nothing, proc_exit: nothing },
  env: { emscripten_notify_memory_growth: nothing },
};

export async function instantiateLibopus(module: WebAssembly.Module): Promise<Libopus> {
  const instance = await WebAssembly.instantiate(module, IMPORTS);
  const libopus = instance.exports as unknown as Libopus;
  libopus._initialize();
  return libopus;
}

export class LibopusError extends Error {}

/** @throws {LibopusError} on one of the negative error codes of opus_defines.h */
export function checked(result: number): number {
  if (result < 0) throw new LibopusError(`libopus error ${result}`);
  return result;
}

function nothing(): number {
  return 0;
}
