export const CODE_DIGITS = 6;

/** The digits of what was typed or pasted, also of a whole SMS: the first run of six, else what there is. */
export function codeDigits(typed: string): string {
  const ascii = typed.normalize("NFKC");
  return /(?<!\d)\d{6}(?!\d)/.exec(ascii)?.[0] ?? ascii.replace(/\D/g, "").slice(0, CODE_DIGITS);
}
