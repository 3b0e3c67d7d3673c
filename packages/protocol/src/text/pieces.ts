import { type CharacterKind, kindOf } from "./character-kind.ts";

/** Characters of a folded text that stand together, without anything that separates, and their kinds. */
export interface Piece {
  text: string;
  characters: readonly string[];
  kinds: readonly Exclude<CharacterKind, "space">[];
}

/** The pieces of a folded text, in its order. */
export function piecesOf(folded: string): Piece[] {
  const pieces: Piece[] = [];
  let characters: string[] = [];
  let kinds: Piece["kinds"][number][] = [];
  const end = () => {
    if (characters.length > 0) pieces.push({ text: characters.join(""), characters, kinds });
    characters = [];
    kinds = [];
  };
  for (const character of folded) {
    const kind = kindOf(character);
    if (kind === "space") end();
    else {
      characters.push(character);
      kinds.push(kind);
    }
  }
  end();
  return pieces;
}
