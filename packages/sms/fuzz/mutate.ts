import type { Dice } from "./dice.ts";

export const INPUT_BYTES_MAX = 4_096;

/** Values at which lengths, counts and tables end. */
const EDGES = [0x00, 0x01, 0x1b, 0x3f, 0x40, 0x7f, 0x80, 0x8c, 0xd8, 0xdc, 0xfe, 0xff];

type Mutation = (input: Uint8Array, dice: Dice, corpus: readonly Uint8Array[]) => Uint8Array;

const MUTATIONS: readonly Mutation[] = [
  function flipBit(input, dice) {
    return change(input, dice, (byte) => byte ^ (1 << dice.below(8)));
  },
  function setByte(input, dice) {
    return change(input, dice, () => (dice.below(2) === 0 ? dice.byte() : dice.oneOf(EDGES)));
  },
  function countByOne(input, dice) {
    return change(input, dice, (byte) => byte + (dice.below(2) === 0 ? 1 : -1));
  },
  function truncate(input, dice) {
    return input.slice(0, dice.below(input.length + 1));
  },
  function insert(input, dice) {
    const at = dice.below(input.length + 1);
    return concat(input.subarray(0, at), dice.bytes(1 + dice.below(8)), input.subarray(at));
  },
  function remove(input, dice) {
    const [from, to] = stretch(input, dice);
    return concat(input.subarray(0, from), input.subarray(to));
  },
  function repeat(input, dice) {
    const [from, to] = stretch(input, dice);
    return concat(input.subarray(0, to), input.subarray(from));
  },
  function splice(input, dice, corpus) {
    const other = dice.oneOf(corpus);
    return concat(
      input.subarray(0, dice.below(input.length + 1)),
      other.subarray(dice.below(other.length + 1)),
    );
  },
  function garbage(_, dice) {
    return dice.bytes(dice.below(200));
  },
];

/** One to four changes of an input out of the corpus, which stays as it is. */
export function mutate(corpus: readonly Uint8Array[], dice: Dice): Uint8Array {
  let input: Uint8Array = dice.oneOf(corpus).slice();
  for (let left = 1 + dice.below(4); left > 0; left--) input = dice.oneOf(MUTATIONS)(input, dice, corpus);
  return input.slice(0, INPUT_BYTES_MAX);
}

function change(input: Uint8Array, dice: Dice, changed: (byte: number) => number): Uint8Array {
  if (input.length === 0) return input;
  const copy = input.slice();
  const at = dice.below(copy.length);
  copy[at] = changed(copy[at]!);
  return copy;
}

/** From and to, up to 32 bytes apart. */
function stretch(input: Uint8Array, dice: Dice): [number, number] {
  const from = dice.below(input.length + 1);
  return [from, Math.min(input.length, from + dice.below(33))];
}

function concat(...pieces: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(pieces));
}
