import { SYLLABLES } from "@feiliao/protocol/text/tables/pinyin";

const readings = new Map<string, string[]>();
for (const line of SYLLABLES.split(" ")) {
  const syllable = /^[a-z]+/.exec(line)![0];
  for (const character of line.slice(syllable.length)) {
    const known = readings.get(character);
    if (known) known.push(syllable);
    else readings.set(character, [syllable]);
  }
}

/** All readings of a simplified character, without tones: 重 is chong and zhong. */
export function readingsOf(character: string): readonly string[] {
  return readings.get(character) ?? [];
}
