import { openDecoder, openEncoder } from "../../../../packages/web/src/voice/codec/choose.ts";
import { PACKET_SAMPLES } from "../../../../packages/web/src/voice/opus-stream.ts";

export interface RoundTrip {
  packets: number[][];
  samples: Float32Array;
  encode_ms: number;
  decode_ms: number;
}

/** Encodes 48 kHz samples and decodes them again with the codecs of this browser. */
export async function roundTrip(samples: Float32Array): Promise<RoundTrip> {
  const encoded = await convert(framesOf(samples), openEncoder);
  const decoded = await convert(encoded.outputs, openDecoder);
  return {
    packets: encoded.outputs.map((packet) => [...packet]),
    samples: Float32Array.from(decoded.outputs.flatMap((frame) => [...frame])),
    encode_ms: encoded.took_ms,
    decode_ms: decoded.took_ms,
  };
}

function framesOf(samples: Float32Array): Float32Array<ArrayBuffer>[] {
  const count = Math.floor(samples.length / PACKET_SAMPLES);
  return Array.from(
    { length: count },
    (_, frame) =>
      samples.slice(frame * PACKET_SAMPLES, (frame + 1) * PACKET_SAMPLES) as Float32Array<ArrayBuffer>,
  );
}

type Convertible<Input, Output> = (listener: {
  onOutput(output: Output): void;
  onFailure(error: Error): void;
}) => Promise<{
  push(input: Input): void;
  flush(): Promise<void>;
  close(): void;
}>;

async function convert<Input, Output>(inputs: Input[], open: Convertible<Input, Output>) {
  const outputs: Output[] = [];
  const codec = await open({
    onOutput: (output) => outputs.push(output),
    onFailure: (error) => {
      throw error;
    },
  });
  await codec.flush(); // opened, whatever has to be loaded for it
  const began_at = performance.now();
  for (const input of inputs) codec.push(input);
  await codec.flush();
  codec.close();
  return { outputs, took_ms: performance.now() - began_at };
}
