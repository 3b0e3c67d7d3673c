import { parseNumber } from "./number.ts";

/** An address in its one canonical form, and the number in it. @throws {FeiliaoError} number_invalid */
export function addressOf(text: string): { address: string; number: string } {
  const { e164 } = parseNumber(text);
  return { address: `tel:${e164}`, number: e164 };
}
