/** Of a message that fits one block: 64 bytes less the 0x80 and the 8 bytes of its length. */
export const ONE_BLOCK_BYTES_MAX = 55;

type Words = readonly [number, number, number, number, number, number, number, number];

const INITIAL: Words = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];
const K = roundConstants();
const schedule = new Int32Array(64);

/**
 * The first 32 bits of the SHA-256 (FIPS 180-4 §6.2) of a short message, signed. WebCrypto answers each digest in a turn
 * of the event loop of its own, which costs many times what the digest does.
 *
 * @param block the padded block as 16 big-endian words, see {@link paddedBlock}
 */
export function firstWord(block: Int32Array): number {
  const w = schedule;
  w.set(block);
  for (let t = 16; t < 64; t++) {
    const a = w[t - 15]!;
    const b = w[t - 2]!;
    const s0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3);
    const s1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10);
    w[t] = (w[t - 16]! + s0 + w[t - 7]! + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h]: Words = INITIAL;
  for (let t = 0; t < 64; t++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[t]! + w[t]!) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  return (INITIAL[0] + a) | 0;
}

/** The block of a message of printable US-ASCII, of at most ONE_BLOCK_BYTES_MAX characters (FIPS 180-4 §5.1.1). */
export function paddedBlock(text: string): Int32Array {
  const block = new Int32Array(16);
  for (let at = 0; at < text.length; at++) setByte(block, at, text.charCodeAt(at));
  setByte(block, text.length, 0x80);
  block[15] = text.length * 8;
  return block;
}

/** Bytes are in the words as in the message: the first one is the highest. */
export function setByte(block: Int32Array, at: number, byte: number): void {
  const shift = 24 - (at % 4) * 8;
  block[at >> 2] = (block[at >> 2]! & ~(0xff << shift)) | (byte << shift);
}

function rotate(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4 §4.2.2). */
function roundConstants(): Int32Array {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < 64; candidate++) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return Int32Array.from(primes, (prime) => (Math.cbrt(prime) % 1) * 2 ** 32);
}
