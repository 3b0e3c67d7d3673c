import { SAMPLE_RATE } from "../opus-stream.ts";
import { ascii, type Bytes, concat } from "./bytes.ts";

const BYTES_PER_SAMPLE = 2;
const FORMAT_PCM = 1;
const CHANNELS = 1;

/** 16-bit mono PCM at 48 kHz in a RIFF/WAVE file, for players that know no container of Opus. */
export function wav(frames: readonly Float32Array[]): Bytes {
  const pcm = frames.map(pcm16);
  const size = pcm.reduce((sum, part) => sum + part.length, 0);
  return concat([header(size), ...pcm]);
}

function pcm16(samples: Float32Array): Bytes {
  const bytes = new Uint8Array(samples.length * BYTES_PER_SAMPLE);
  const view = new DataView(bytes.buffer);
  for (const [index, sample] of samples.entries()) {
    const clamped = Math.max(-1, Math.min(1, sample));
    view.setInt16(index * BYTES_PER_SAMPLE, Math.round(clamped * 0x7fff), true);
  }
  return bytes;
}

function header(size: number): Bytes {
  const bytes = new Uint8Array(44);
  const view = new DataView(bytes.buffer);
  bytes.set(ascii("RIFF"), 0);
  view.setUint32(4, 36 + size, true);
  bytes.set(ascii("WAVEfmt "), 8);
  view.setUint32(16, 16, true); // length of the format chunk
  view.setUint16(20, FORMAT_PCM, true);
  view.setUint16(22, CHANNELS, true);
  view.setUint32(24, SAMPLE_RATE, true);
  view.setUint32(28, SAMPLE_RATE * CHANNELS * BYTES_PER_SAMPLE, true);
  view.setUint16(32, CHANNELS * BYTES_PER_SAMPLE, true);
  view.setUint16(34, BYTES_PER_SAMPLE * 8, true);
  bytes.set(ascii("data"), 36);
  view.setUint32(40, size, true);
  return bytes;
}
