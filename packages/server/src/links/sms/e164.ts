const MAINLAND_MOBILE = /^1[3-9]\d{9}$/;
const DIGITS = /^\d{3,15}$/;

/**
 * A number as carriers write it, in E.164: `8613800138000`, `+86 138 0013 8000`, `008613800138000` and, of a link of the
 * mainland, `13800138000`. Null when it is no number, such as a sender's name.
 */
export function toE164(written: string, { mainland }: { mainland: boolean }): string | null {
  const plain = written.replace(/[\s()-]/g, "").replace(/^00(?=[1-9])/, "+");
  const digits = plain.replace(/^\+/, "");
  if (!DIGITS.test(digits)) return null;
  if (!plain.startsWith("+") && mainland && MAINLAND_MOBILE.test(digits)) return `+86${digits}`;
  return `+${digits}`;
}

/**
 * Whether numbers that a link writes without a country are of the mainland. Where a link reaches the world, 13475550123 may
 * be a handset in New York, and it must not be taken for somebody in China: there, every number has its country.
 */
export function writesNationally(serves: readonly string[]): boolean {
  return !serves.includes("world");
}

/** `+8613800138000` without its country, as links of the mainland may want it; other countries' numbers as they are. */
export function nationalDigits(e164: string): string {
  return e164.replace(/^\+86(?=1)/, "").replace(/^\+/, "");
}
