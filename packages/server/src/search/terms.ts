import { fold } from "@feiliao/protocol/text/fold";
import type { Query } from "@feiliao/protocol/text/match";
import { type Piece, piecesOf } from "@feiliao/protocol/text/pieces";

/** Another number for every change of what a text is indexed under: an index of other terms is made anew. */
export const TERMS_VERSION = 1;

/** The beginnings of words are terms at these lengths; a longer one is found by the longest of them. */
const BEGINNINGS = [2, 3, 4, 6, 8, 12] as const;
/** More terms narrow a search no further. */
const QUERY_TERMS_MAX = 12;

/**
 * What a text is indexed under, each once: every character of a dense script on its own and with its neighbour, and
 * the beginnings of words. Terms hold no ASCII but letters and digits, and no white space.
 *
 * Invariant: `findQuery(text, query)` finds something only if `termsOf(text)` has all of `queryTerms(query)`.
 */
export function termsOf(text: string): string[] {
  const terms = new Set<string>();
  for (const piece of piecesOf(fold(text))) {
    for (const [at, character] of piece.characters.entries()) {
      if (piece.kinds[at] === "dense") terms.add(character);
      const pair = pairAt(piece, at);
      if (pair) terms.add(pair);
    }
    for (const word of wordsOf(piece)) {
      if (word.length === 1) terms.add(word.join(""));
      for (const length of BEGINNINGS) if (length <= word.length) terms.add(word.slice(0, length).join(""));
    }
  }
  return [...terms];
}

/** The terms that a text must have to have all of the query; never too many, so that more must be looked at. */
export function queryTerms(query: Query): string[] {
  return [...new Set(query.flatMap(pieceTerms))].slice(0, QUERY_TERMS_MAX);
}

function pieceTerms(piece: Piece): string[] {
  if (piece.characters.length === 1) return [piece.text];
  const pairs = piece.characters.flatMap((_, at) => pairAt(piece, at) ?? []);
  const beginnings = wordsOf(piece).flatMap((word) => {
    const length = BEGINNINGS.findLast((each) => each <= word.length);
    return length ? [word.slice(0, length).join("")] : [];
  });
  return [...pairs, ...beginnings];
}

/** A character and the next one, unless both are of a word. */
function pairAt({ characters, kinds }: Piece, at: number): string | null {
  const isPair = at + 1 < kinds.length && (kinds[at] === "dense" || kinds[at + 1] === "dense");
  return isPair ? characters[at]! + characters[at + 1]! : null;
}

/** The words of a piece, each as its characters: what stands between characters of dense scripts. */
function wordsOf({ characters, kinds }: Piece): string[][] {
  const words: string[][] = [];
  for (const [at, character] of characters.entries()) {
    if (kinds[at] !== "word") continue;
    if (kinds[at - 1] === "word") words.at(-1)!.push(character);
    else words.push([character]);
  }
  return words;
}
