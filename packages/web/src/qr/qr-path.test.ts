import { expect, test } from "bun:test";
import { decodeQR } from "qr/decode.js";
import { qrPath } from "./qr-path.ts";

const PIXELS = 4;

/** Paints the path as a screen would. */
function painted({ path, size }: ReturnType<typeof qrPath>) {
  const width = size * PIXELS;
  const data = new Uint8Array(width * width * 4).fill(255);
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)/g)) {
    for (let row = Number(y) * PIXELS; row < (Number(y) + 1) * PIXELS; row++) {
      const start = row * width + Number(x) * PIXELS;
      for (let at = start; at < start + Number(length) * PIXELS; at++) data.fill(0, at * 4, at * 4 + 3);
    }
  }
  return { width, height: width, data };
}

test.each(["https://chat.example.org/link#lnk_t8WmX0mQeG2JxS7y3N1bKA", "飞聊", "1", "x".repeat(400)])(
  "what is drawn is read again: %p",
  (text) => {
    expect(decodeQR(painted(qrPath(text)))).toBe(text);
  },
);
