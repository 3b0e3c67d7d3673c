/**
 * The extension for a new conversation of a handset, of so many digits: the first that is free, beginning with 1. When all
 * are taken, the one that was used longest ago; `taken` is in that order.
 */
export function freeExtension(taken: readonly string[], digits: number): string {
  const used = new Set(taken);
  const count = 10 ** digits;
  for (let number = 1; number < count && used.size < count - 1; number++) {
    const extension = String(number).padStart(digits, "0");
    if (!used.has(extension)) return extension;
  }
  return taken[0]!;
}

/** More than these nobody needs, and long sender numbers are cut or refused on the way: a handset has few conversations. */
export const EXTENSION_DIGITS_MAX = 3;

/** How long a thread is one that a handset without extensions may be answering to. */
export const THREAD_RECENT_MS = 7 * 86_400_000;
