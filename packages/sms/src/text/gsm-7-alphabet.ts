/** Announces a character of the extension table, 3GPP TS 23.038 §6.2.1. */
export const ESCAPE = 0x1b;

/** The GSM 7 bit default alphabet, 3GPP TS 23.038 §6.2.1: the place of a character is its septet. */
export const BASIC =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
  "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

/** The extension table, 3GPP TS 23.038 §6.2.1.1: each of these is an escape and the septet at the same place below. */
export const EXTENSION = "\f^{}\\[~]|€";
export const EXTENSION_SEPTETS: readonly number[] = [
  0x0a, 0x14, 0x28, 0x29, 0x2f, 0x3c, 0x3d, 0x3e, 0x40, 0x65,
];

/** How many septets a character takes: 1, 2, or 0 where the alphabet does not have it. */
export function septetsOf(character: string): 0 | 1 | 2 {
  if (EXTENSION.includes(character)) return 2;
  return BASIC.includes(character) && character !== "\u001b" ? 1 : 0;
}
