/**
 * How a character of a folded text takes part in words. `dense`: scripts that are written without spaces, and
 * pictures: each character is found on its own. `word`: letters and digits, which are found from the beginning of
 * their word. `space`: everything else separates.
 */
export type CharacterKind = "dense" | "word" | "space";

const DENSE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]|\p{Extended_Pictographic}/u;
const WORD = /[\p{L}\p{N}\p{M}]/u;
const HAN = { first: 0x4e00, end: 0xa000 } as const;

export function kindOf(character: string): CharacterKind {
  const code = character.charCodeAt(0);
  if (code >= HAN.first && code < HAN.end) return "dense";
  if (code < 0x80) return isAsciiWord(code) ? "word" : "space";
  if (DENSE.test(character)) return "dense";
  return WORD.test(character) ? "word" : "space";
}

/** a–z and 0–9: a folded text has no capitals. */
function isAsciiWord(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);
}
