import type { Challenge } from "@feiliao/protocol";
import { firstWord, ONE_BLOCK_BYTES_MAX, paddedBlock, setByte } from "./sha-256-block.ts";

/** After so many tries the thread belongs to others for a moment. */
const TRIES_AT_A_STRETCH = 20_000;
/** More than anybody has time for. */
const SOLUTION_DIGITS = 12;
const BITS_MAX = 31;
const DIGIT_0 = 0x30;

/**
 * Finds a solution so that the SHA-256 of `<challenge>:<solution>` begins with so many zero bits. Takes some tenths of a
 * second to some seconds of computing.
 *
 * @throws {Error} when the challenge asks for more than is reasonable, or has another form
 */
export async function solve({ challenge, bits }: Pick<Challenge, "challenge" | "bits">): Promise<string> {
  const start = `${challenge}:`;
  if (bits < 1 || bits > BITS_MAX || start.length + SOLUTION_DIGITS > ONE_BLOCK_BYTES_MAX) {
    throw new Error("a challenge of another form");
  }
  const solution = new Uint8Array(SOLUTION_DIGITS);
  const block = paddedBlock(start + "0".repeat(SOLUTION_DIGITS));
  for (let tried = 1; firstWord(block) >>> (32 - bits) !== 0; tried++) {
    countUp(solution, (at, digit) => setByte(block, start.length + at, DIGIT_0 + digit));
    if (tried % TRIES_AT_A_STRETCH === 0) await new Promise((resolve) => setTimeout(resolve));
  }
  return solution.join("");
}

/** The next number; only the digits that are others are told. */
function countUp(digits: Uint8Array, changed: (at: number, digit: number) => void): void {
  for (let at = digits.length - 1; at >= 0; at--) {
    digits[at] = (digits[at]! + 1) % 10;
    changed(at, digits[at]!);
    if (digits[at] !== 0) return;
  }
}
