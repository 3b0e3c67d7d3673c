import { kindOf } from "@feiliao/protocol/text/character-kind";
import { type FoldedText, fold, foldWithOffsets } from "@feiliao/protocol/text/fold";
import type { TextRange } from "@feiliao/protocol/text/match";
import { readingsOf } from "./pinyin.ts";

/** How well a name fits, the best first. */
export type NameFit = "beginning" | "word" | "inside" | "pinyin";
export const NAME_FITS: readonly NameFit[] = ["beginning", "word", "inside", "pinyin"];

export interface NameMatch {
  fit: NameFit;
  highlights: TextRange[];
}

/**
 * Whether a name has what was typed: any part of it, or its pinyin, whole (zhangxiaoyan), as initials (zxy) or mixed
 * (zhangxy), from any of its characters on. Of a character with several readings each counts.
 */
export function matchName(name: string, typed: string): NameMatch | null {
  const wanted = fold(typed).trim().replace(/\s+/g, " ");
  if (wanted === "") return null;
  const folded = foldWithOffsets(name);
  const at = bestPlace(folded.text, wanted);
  if (at >= 0) return { fit: fitAt(folded.text, at), highlights: [rangeOf(folded, at, at + wanted.length)] };
  const spoken = spokenRange(folded.text, wanted.replaceAll(" ", ""));
  return spoken && { fit: "pinyin", highlights: [rangeOf(folded, spoken.start, spoken.end)] };
}

/** The beginning of a word rather than its inside. */
function bestPlace(name: string, wanted: string): number {
  let first = -1;
  for (let at = name.indexOf(wanted); at >= 0; at = name.indexOf(wanted, at + 1)) {
    if (fitAt(name, at) !== "inside") return at;
    if (first < 0) first = at;
  }
  return first;
}

function fitAt(name: string, at: number): NameFit {
  if (at === 0) return "beginning";
  return kindOf(name[at - 1]!) === "space" ? "word" : "inside";
}

function rangeOf({ starts, ends }: FoldedText, start: number, end: number): TextRange {
  return { start: starts[start]!, end: ends[end - 1]! };
}

/** The first part of a name that sounds as it was typed. */
function spokenRange(name: string, typed: string): TextRange | null {
  if (!/[a-z]/.test(typed)) return null;
  for (let start = 0; start < name.length; start++) {
    if (readingsOf(name[start]!).length === 0) continue;
    const end = spokenEnd(name, start, typed);
    if (end !== null) return { start, end };
  }
  return null;
}

/** Where the part of the name from `at` on ends that is all of what is typed; null when it is not. */
function spokenEnd(name: string, at: number, typed: string): number | null {
  if (typed === "") return at;
  const character = name[at];
  if (character === undefined) return null;
  if (kindOf(character) === "space") return spokenEnd(name, at + 1, typed);
  for (const part of spokenParts(character, typed)) {
    const end = spokenEnd(name, at + 1, typed.slice(part.length));
    if (end !== null) return end;
  }
  return null;
}

/** The ways in which a character is the beginning of what is typed, the longest first. */
function spokenParts(character: string, typed: string): string[] {
  const parts = new Set(typed.startsWith(character) ? [character] : []);
  for (const syllable of readingsOf(character)) {
    if (typed.startsWith(syllable)) parts.add(syllable);
    if (syllable.startsWith(typed)) parts.add(typed); // still being typed
    const initial = /^[zcs]h|^./.exec(syllable)![0];
    for (const letters of [initial, initial[0]!]) if (typed.startsWith(letters)) parts.add(letters);
  }
  return [...parts].sort((a, b) => b.length - a.length);
}
