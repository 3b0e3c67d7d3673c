import { SIMPLIFIED, TRADITIONAL } from "./tables/simplified.ts";

/** A text made comparable, and where each of its UTF-16 units comes from in the original. */
export interface FoldedText {
  text: string;
  /** Offset in the original of what became the unit … */
  starts: readonly number[];
  /** … and the offset after it. */
  ends: readonly number[];
}

/**
 * What is folded as one: a Hangul syllable written in letters (as file names of macOS have it), or a character with
 * its marks.
 */
const CLUSTER = /[\u1100-\u115f][\u1160-\u11a7][\u11a8-\u11ff]?|\P{M}[\p{M}ﾞﾟ]*|\p{M}+/gsu;
const ASCII_END = 0x80;
const HAN = { first: 0x4e00, end: 0xa000 } as const;

const simplified = new Map([...TRADITIONAL].map((character, index) => [character, SIMPLIFIED[index]!]));

/**
 * Folds away what people do not tell apart when they look for something: case, full and half width (NFKC, UAX #15),
 * accents of Latin letters, and traditional characters, one by one: 會 is 会. Folding a folded text changes nothing.
 */
export function fold(text: string): string {
  let folded = "";
  for (const [cluster] of text.matchAll(CLUSTER)) folded += foldCluster(cluster);
  return folded;
}

/** `fold`, with the way back to the original. */
export function foldWithOffsets(text: string): FoldedText {
  let folded = "";
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { 0: cluster, index } of text.matchAll(CLUSTER)) {
    const units = foldCluster(cluster);
    folded += units;
    for (let unit = 0; unit < units.length; unit++) {
      starts.push(index);
      ends.push(index + cluster.length);
    }
  }
  return { text: folded, starts, ends };
}

function foldCluster(cluster: string): string {
  const code = cluster.charCodeAt(0);
  if (cluster.length === 1) {
    if (code < ASCII_END) return cluster.toLowerCase();
    if (code >= HAN.first && code < HAN.end) return simplified.get(cluster) ?? cluster;
  }
  const compatible = cluster.normalize("NFKC").toLowerCase().normalize("NFKC");
  let folded = "";
  for (const character of compatible) folded += simplified.get(character) ?? withoutAccents(character);
  return folded;
}

function withoutAccents(character: string): string {
  const decomposed = character.normalize("NFD");
  return /^\p{Script=Latin}/u.test(decomposed) ? decomposed.replace(/\p{M}/gu, "") : character;
}
