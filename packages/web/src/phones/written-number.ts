/**
 * The E.164 form of a number as people write it, or null while it cannot be one. Mainland mobile numbers may come
 * without their country code.
 */
export function e164Of(written: string): string | null {
  // NFKC (Unicode UAX #15) turns full-width digits into the ASCII ones.
  const digits = written.normalize("NFKC").replace(/[\s().-]/g, "");
  if (/^1[3-9]\d{9}$/.test(digits)) return `+86${digits}`;
  const international = digits.replace(/^00/, "+");
  return /^\+[1-9]\d{4,14}$/.test(international) ? international : null;
}
