import { BASIC, ESCAPE, EXTENSION, EXTENSION_SEPTETS } from "./gsm-7-alphabet.ts";

const SEPTETS = new Map<string, readonly number[]>([
  ...[...BASIC].map((character, septet) => [character, [septet]] as const),
  ...[...EXTENSION].map((character, at) => [character, [ESCAPE, EXTENSION_SEPTETS[at]!]] as const),
]);
SEPTETS.delete("\u001b");

const EXTENDED = new Map([...EXTENSION].map((character, at) => [EXTENSION_SEPTETS[at]!, character]));

/** Septets of a text in the GSM 7 bit alphabet, one a byte as SMPP carries them; null where it lacks a character. */
export function encodeGsm7(text: string): Uint8Array | null {
  const septets: number[] = [];
  for (const character of text) {
    const found = SEPTETS.get(character);
    if (!found) return null;
    septets.push(...found);
  }
  return Uint8Array.from(septets);
}

/** The text of septets, one a byte. Any bytes have one: what is no septet becomes U+FFFD. */
export function decodeGsm7(septets: Uint8Array): string {
  const characters: string[] = [];
  for (let at = 0; at < septets.length; at++) {
    const septet = septets[at]!;
    characters.push(septet === ESCAPE ? afterEscape(septets[++at]) : (BASIC[septet] ?? "\ufffd"));
  }
  return characters.join("");
}

/**
 * 3GPP TS 23.038 §6.2.1.1: what the extension table does not have is shown as the default alphabet has it, and a
 * second escape, reserved for another table, as a space. So is an escape that nothing follows.
 */
function afterEscape(septet: number | undefined): string {
  if (septet === undefined || septet === ESCAPE) return " ";
  return EXTENDED.get(septet) ?? BASIC[septet] ?? "\ufffd";
}
