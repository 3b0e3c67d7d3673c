const PIECE_BYTES_MIN = 256 * 1024;
const PIECE_BYTES_MAX = 8 * 1024 * 1024;
export const FIRST_PIECE_BYTES = 1024 * 1024;
/** A piece takes about as long: what is lost when the network goes stays small, and progress is seen. */
const QUICK_MS = 500;
const SLOW_MS = 2_000;

/** How many bytes to send at once after a piece of `bytes` took `took_ms`. */
export function nextPieceBytes(bytes: number, took_ms: number): number {
  if (took_ms < QUICK_MS) return Math.min(PIECE_BYTES_MAX, bytes * 2);
  if (took_ms > SLOW_MS) return Math.max(PIECE_BYTES_MIN, Math.floor(bytes / 2));
  return bytes;
}
