/** Colours of the faces, as classes `tint-0` … `tint-7` of avatar.css. */
const TINTS = 8;

/** One or two characters that stand for a name: 张小燕 → 小燕, Ada Lovelace → AL, +86 138 … 8000 → 00. */
export function initials(name: string): string {
  const trimmed = name.trim();
  const han = [...trimmed].filter((character) => /\p{Script=Han}/u.test(character));
  if (han.length > 0) return han.slice(-2).join("");
  const words = trimmed.split(/[\s.·_-]+/).filter((word) => /[\p{L}]/u.test(word));
  if (words.length > 0)
    return words
      .slice(0, 2)
      .map((word) => [...word][0]!.toUpperCase())
      .join("");
  return trimmed.replace(/\D/g, "").slice(-2) || "?";
}

/** The same id has the same colour on every device. */
export function tintOf(id: string): number {
  let hash = 0;
  for (const character of id) hash = (hash * 31 + character.codePointAt(0)!) >>> 0;
  return hash % TINTS;
}
