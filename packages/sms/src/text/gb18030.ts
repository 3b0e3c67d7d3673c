const decoder = new TextDecoder("gb18030");

/** The text of bytes in GB18030 and so in its subsets GBK, GB2312 and ASCII. What is none of it becomes U+FFFD. */
export function decodeGb18030(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/**
 * A text in GB18030, which has all of Unicode but a few code points for private use: null where one is asked for.
 * A lone surrogate is written as U+FFFD.
 */
export function encodeGb18030(text: string): Uint8Array | null {
  const bytes: number[] = [];
  for (const character of text.toWellFormed()) {
    const code = character.codePointAt(0)!;
    const written = bytesOf(code);
    if (!written) return null;
    bytes.push(...written);
  }
  return Uint8Array.from(bytes);
}

function bytesOf(code: number): readonly number[] | undefined {
  if (code < 0x80) return [code];
  return code < 0x10000 ? reverseTable().get(code) : fourBytes(SUPPLEMENTARY + code - 0x10000);
}

/** Places among the four-byte codes: those of the first plane end before, and those of the others begin at. */
const FIRST_PLANE_END = 39_420;
const SUPPLEMENTARY = 189_000;

let reverse: Map<number, readonly number[]> | undefined;

/** Bytes by code point, for the first plane. Made when first needed, by decoding all there are: some 50 ms. */
function reverseTable(): Map<number, readonly number[]> {
  if (reverse) return reverse;
  reverse = new Map();
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) if (trail !== 0x7f) learn(reverse, [lead, trail]);
  }
  for (let place = 0; place < FIRST_PLANE_END; place++) learn(reverse, fourBytes(place));
  return reverse;
}

/** The shortest code of a character is the one to write, and it comes first. */
function learn(table: Map<number, readonly number[]>, bytes: readonly number[]): void {
  const decoded = decoder.decode(Uint8Array.from(bytes));
  const code = decoded.codePointAt(0)!;
  const isReplacement = decoded === "\ufffd" && bytes.join() !== REPLACEMENT;
  if (decoded.length === 1 && !isReplacement && !table.has(code)) table.set(code, bytes);
}

/** U+FFFD itself, which is otherwise the sign of bytes that mean nothing. */
const REPLACEMENT = [0x84, 0x31, 0xa4, 0x37].join();

/** GB 18030-2022: four-byte codes count through 10, 126 and 10 values of their last three bytes. */
function fourBytes(place: number): number[] {
  return [
    0x81 + Math.floor(place / 12_600),
    0x30 + (Math.floor(place / 1_260) % 10),
    0x81 + (Math.floor(place / 10) % 126),
    0x30 + (place % 10),
  ];
}
