import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { PACKET_SAMPLES, SAMPLE_RATE } from "../../opus-stream.ts";
import { LibopusEncoder } from "./encoder.ts";
import { instantiateLibopus } from "./libopus.ts";

/** For tests outside a browser: libopus from its package. */
export async function compileLibopus(): Promise<WebAssembly.Module> {
  const path = fileURLToPath(import.meta.resolve("@evan/opus/wasm/simd.wasm"));
  return WebAssembly.compile(await readFile(path));
}

/** A tone of 440 Hz that swells twice a second. */
export function toneFrames(count: number): Float32Array<ArrayBuffer>[] {
  return Array.from({ length: count }, (_, frame) =>
    Float32Array.from({ length: PACKET_SAMPLES }, (_, index) => {
      const time_s = (frame * PACKET_SAMPLES + index) / SAMPLE_RATE;
      return 0.5 * Math.sin(2 * Math.PI * 440 * time_s) * Math.abs(Math.sin(2 * Math.PI * time_s));
    }),
  );
}

/** The tone as Opus packets. */
export async function tonePackets(count: number): Promise<Uint8Array[]> {
  const encoder = new LibopusEncoder(await instantiateLibopus(await compileLibopus()));
  return toneFrames(count).map((frame) => encoder.convert(frame));
}
