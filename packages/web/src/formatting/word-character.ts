/** Scripts that are written without spaces between words: there a mark in the middle of text is meant. */
const UNSPACED =
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Bopo}\p{sc=Hang}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}]/u;
const LETTER = /[\p{L}\p{N}\p{M}]/u;

/** Whether a mark beside this character stands inside a word, as in snake_case and 2*3*4. */
export function isWordCharacter(character: string): boolean {
  return LETTER.test(character) && !UNSPACED.test(character);
}
