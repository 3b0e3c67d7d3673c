import { ascii, type Bytes, concat } from "./bytes.ts";

export const u8 = (...values: number[]): Bytes => Uint8Array.from(values);
export const u16 = (...values: number[]): Bytes => integers(values, 2);
export const u32 = (...values: number[]): Bytes => integers(values, 4);
export const u32List = (values: readonly number[]): Bytes => integers(values, 4);
export const zeros = (length: number): Bytes => new Uint8Array(length);

/** ISO/IEC 14496-12 §4.2: size, type, payload. */
export function box(type: string, ...payload: Uint8Array[]): Bytes {
  const size = payload.reduce((sum, part) => sum + part.length, 8);
  return concat([u32(size), ascii(type), ...payload]);
}

/** A box that begins with a version and 24 bits of flags. */
export function fullBox(type: string, version: number, flags: number, ...payload: Uint8Array[]): Bytes {
  return box(type, u32(version * 2 ** 24 + flags), ...payload);
}

function integers(values: readonly number[], width: 2 | 4): Bytes {
  const bytes = new Uint8Array(values.length * width);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) {
    if (width === 2) view.setUint16(index * 2, value);
    else view.setUint32(index * 4, value);
  }
  return bytes;
}
