import { kindOf } from "./character-kind.ts";
import { fold, foldWithOffsets } from "./fold.ts";
import { type Piece, piecesOf } from "./pieces.ts";

/** Part of a text, in UTF-16 units: from `start` to before `end`. */
export interface TextRange {
  start: number;
  end: number;
}

/** What somebody looks for: every piece must be there, in any order. Empty when nothing can be looked for. */
export type Query = readonly Piece[];

export function queryOf(text: string): Query {
  const unique = new Map(piecesOf(fold(text)).map((piece) => [piece.text, piece]));
  return [...unique.values()];
}

/**
 * Where a text has what is looked for, ascending and without overlaps; null when it does not have all of it.
 *
 * 三点 is found anywhere in a row of characters. A word is found from its beginning: "meet" in "Meetings", and not in
 * "permeet"; a single letter or digit only as a word of its own.
 */
export function findQuery(text: string, query: Query): TextRange[] | null {
  if (query.length === 0) return null;
  const folded = foldWithOffsets(text);
  const found: TextRange[] = [];
  for (const piece of query) {
    const places = occurrences(folded.text, piece);
    if (places.length === 0) return null;
    for (const { start, end } of places)
      found.push({ start: folded.starts[start]!, end: folded.ends[end - 1]! });
  }
  return merged(found);
}

function occurrences(folded: string, piece: Piece): TextRange[] {
  const found: TextRange[] = [];
  for (let start = folded.indexOf(piece.text); start >= 0; start = folded.indexOf(piece.text, start + 1)) {
    const end = start + piece.text.length;
    if (isWhole(folded, piece, start, end)) found.push({ start, end });
  }
  return found;
}

function isWhole(folded: string, { kinds }: Piece, start: number, end: number): boolean {
  if (kinds[0] === "word" && kindOf(characterBefore(folded, start)) === "word") return false;
  const single = kinds.length === 1 && kinds[0] === "word";
  return !single || kindOf(characterAt(folded, end)) !== "word";
}

const characterAt = (text: string, at: number): string => String.fromCodePoint(text.codePointAt(at) ?? 0x20);

function characterBefore(text: string, at: number): string {
  const unit = text.charCodeAt(at - 1);
  const isSecondHalf = unit >= 0xdc00 && unit < 0xe000;
  return at === 0 ? " " : characterAt(text, isSecondHalf ? at - 2 : at - 1);
}

function merged(ranges: TextRange[]): TextRange[] {
  const result: TextRange[] = [];
  for (const range of ranges.sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = result.at(-1);
    if (last && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else result.push({ ...range });
  }
  return result;
}
