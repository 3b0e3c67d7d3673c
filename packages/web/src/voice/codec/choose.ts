import type { OpusDecoder, OpusEncoder, PacketListener, SampleListener } from "./codec.ts";
import { decodesNatively, NativeDecoder } from "./native-decoder.ts";
import { encodesNatively, NativeEncoder } from "./native-encoder.ts";

/** WebCodecs where the browser has it; else libopus as WebAssembly, which is loaded only then. */
export async function openEncoder(listener: PacketListener): Promise<OpusEncoder> {
  if (await encodesNatively()) return new NativeEncoder(listener);
  const { openLibopus } = await import("./libopus/codec.ts");
  return openLibopus("encoder", listener);
}

export async function openDecoder(listener: SampleListener): Promise<OpusDecoder> {
  if (await decodesNatively()) return new NativeDecoder(listener);
  const { openLibopus } = await import("./libopus/codec.ts");
  return openLibopus("decoder", listener);
}
