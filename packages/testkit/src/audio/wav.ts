import { readFile } from "node:fs/promises";

export interface Wav {
  sampleRate: number;
  /** Of the first channel, −1..1. */
  samples: Float32Array;
}

const FORMAT_PCM = 1;
/** WAVE_FORMAT_EXTENSIBLE: sox and ffmpeg write it for some widths; the samples are the same. */
const FORMAT_EXTENSIBLE = 0xfffe;

/** Reads a file of 16-bit PCM. @throws {RangeError} on anything else */
export async function readWav(path: string): Promise<Wav> {
  return parseWav(await readFile(path));
}

export function parseWav(bytes: Uint8Array): Wav {
  const chunks = chunksOf(bytes);
  const format = chunks.get("fmt ");
  const data = chunks.get("data");
  if (!format || !data) throw new RangeError("not a WAVE file");
  const encoding = format.getUint16(0, true);
  const channels = format.getUint16(2, true);
  const bitsPerSample = format.getUint16(14, true);
  if (![FORMAT_PCM, FORMAT_EXTENSIBLE].includes(encoding) || bitsPerSample !== 16) {
    throw new RangeError("not 16-bit PCM");
  }
  const frames = Math.floor(data.byteLength / (2 * channels));
  const samples = Float32Array.from(
    { length: frames },
    (_, index) => data.getInt16(index * 2 * channels, true) / 0x8000,
  );
  return { sampleRate: format.getUint32(4, true), samples };
}

/** The chunks of a RIFF file: a name, a length, and content padded to an even length. */
function chunksOf(bytes: Uint8Array): Map<string, DataView> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks = new Map<string, DataView>();
  let at = 12; // after "RIFF", the length and "WAVE"
  while (at + 8 <= bytes.length) {
    const name = String.fromCharCode(...bytes.subarray(at, at + 4));
    const length = Math.min(view.getUint32(at + 4, true), bytes.length - at - 8);
    chunks.set(name, new DataView(bytes.buffer, bytes.byteOffset + at + 8, length));
    at += 8 + length + (length % 2);
  }
  return chunks;
}
