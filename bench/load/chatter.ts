import { range } from "./range.ts";

/** How often a word stands in a message of `chatter`. */
export const WORDS = {
  common: { word: "今天", share: 0.1 },
  frequent: { word: "会议", share: 0.01 },
  rare: { word: "三点", share: 0.000_1 },
  english: { word: "meet", share: 0.01, written: "Meetings" },
} as const;

const FIRST_HAN = 0x4e00;
const CHARACTERS = 3_000;
const VOCABULARY = 8_000;
const WORDS_MAX = 10;

/** Words of two characters; the first ones are the most frequent. */
const vocabulary = range(VOCABULARY).map((k) => character(k * 7_919) + character(k * 104_729 + 1));

function character(k: number): string {
  return String.fromCharCode(FIRST_HAN + (k % CHARACTERS));
}

/** A Chinese message of some words, the frequent ones more often, and sometimes one of WORDS. */
export function chatter(random: () => number): string {
  const words = range(1 + Math.floor(random() * WORDS_MAX)).map(
    () => vocabulary[Math.floor(random() ** 3 * VOCABULARY)]!,
  );
  for (const { share, word, ...other } of Object.values(WORDS))
    if (random() < share) words.push("written" in other ? other.written : word);
  return words.join(random() < 0.2 ? "，" : "");
}
