import { secondTime } from "../mainland/china-time.ts";

const digits = (value: number, width: number) => String(value % 10 ** width).padStart(width, "0");

/** As a gateway makes it: 20 decimal digits, which go as BCD: gateway 6, MMDDHHMM 8, count 6. */
export function makeMessageId(now_ms: number, gateway: number, count: number): string {
  return `${digits(gateway, 6)}${secondTime(now_ms).slice(4, 12)}${digits(count, 6)}`;
}

export function isMessageId(text: string): boolean {
  return /^[0-9a-f]{20}$/.test(text);
}

/** One of arbitrary octets, 8 of which count, as 20 decimal digits. */
export function messageIdFrom(octets: Uint8Array): string {
  return new DataView(octets.buffer).getBigUint64(0).toString().padStart(20, "0");
}
