import type { Random } from "@feiliao/server/platform/random";

/** Seeded randomness (sfc32: 128 bits of state, so that streams of different purposes never meet). */
export class Chance implements Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: number, purpose: string) {
    const [low, high] = [`${purpose}/low`, `${purpose}/high`].map((text) =>
      Bun.hash.wyhash(text, BigInt(seed)),
    ) as [bigint, bigint];
    this.#a = Number(low & 0xffff_ffffn) | 0;
    this.#b = Number(low >> 32n) | 0;
    this.#c = Number(high & 0xffff_ffffn) | 0;
    for (let round = 0; round < 12; round++) this.#next();
  }

  /** Uniform in [0, 1). */
  fraction(): number {
    return this.#next() / 2 ** 32;
  }

  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number {
    return min + Math.floor(this.fraction() * (max - min + 1));
  }

  happens(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.integer(0, choices.length - 1)]!;
  }

  /** Picks by weight; undefined when every weight is 0. */
  weighted<T>(choices: readonly (readonly [T, number])[]): T | undefined {
    let left = this.fraction() * choices.reduce((sum, [, weight]) => sum + weight, 0);
    return choices.find(([, weight]) => {
      left -= weight;
      return left < 0;
    })?.[0];
  }

  bytes(length: number): Uint8Array<ArrayBuffer> {
    return Uint8Array.from({ length }, () => this.#next() >>> 24);
  }

  #next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return sum >>> 0;
  }
}
