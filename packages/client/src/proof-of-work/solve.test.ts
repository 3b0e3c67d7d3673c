import { expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { firstWord, ONE_BLOCK_BYTES_MAX, paddedBlock } from "./sha-256-block.ts";
import { solve } from "./solve.ts";

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

test("the first word is that of SHA-256, whatever the length of the message", () => {
  for (let length = 0; length <= ONE_BLOCK_BYTES_MAX; length++) {
    const text = "abcdefghijklmnopqrstuvwxyz.0123456789:ABCDEFGHIJKLMNOPQRST".slice(-length || 99);
    expect(firstWord(paddedBlock(text))).toBe(digest(text).readInt32BE(0));
  }
});

test("a solution begins with as many zero bits as were asked for", async () => {
  for (const bits of [1, 8, 13]) {
    const challenge = `kQ1Jv0r8wWm.1763812920.${bits}.9LdEfGpR3iOoUqVx`;
    const solution = await solve({ challenge, bits });
    expect(digest(`${challenge}:${solution}`).readUInt32BE(0) >>> (32 - bits)).toBe(0);
  }
});

test("a challenge of another form is refused before any work", async () => {
  await expect(solve({ challenge: "x".repeat(50), bits: 8 })).rejects.toThrow("another form");
  await expect(solve({ challenge: "x", bits: 60 })).rejects.toThrow("another form");
});
