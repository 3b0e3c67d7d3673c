import { expect, test } from "bun:test";
import fc from "fast-check";
import { readImageHeader } from "./image-header.ts";

const bytes = (...parts: (string | readonly number[])[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part))),
  );
const PNG = bytes([0x89], "PNG\r\n\x1a\n", [0, 0, 0, 13], "IHDR", [0, 0, 4, 0, 0, 0, 3, 0], [8, 2, 0, 0, 0]);
const GIF = bytes("GIF89a", [0x40, 0x01, 0xf0, 0x00], [0, 0, 0]);
const JPEG = bytes(
  [0xff, 0xd8],
  [0xff, 0xe0, 0, 4, 1, 2],
  [0xff, 0xff, 0xc4, 0, 3, 9],
  [0xff, 0xc2, 0, 11, 8, 0x02, 0xd0, 0x05, 0x00],
);
const LOSSY = bytes(
  "RIFF",
  [0, 0, 0, 0],
  "WEBPVP8 ",
  [0, 0, 0, 0],
  [0, 0, 0],
  [0x9d, 1, 0x2a],
  [0x20, 0x03, 0x58, 0x42],
);
const LOSSLESS = bytes("RIFF", [0, 0, 0, 0], "WEBPVP8L", [0, 0, 0, 0], [0x2f], [0x1f, 0x43, 0x95, 0x00]);
const EXTENDED = bytes(
  "RIFF",
  [0, 0, 0, 0],
  "WEBPVP8X",
  [0, 0, 0, 0],
  [0, 0, 0, 0],
  [0xff, 0x3f, 0, 0x67, 2, 0],
);

test("LP7: the size of a raster picture is read from its header", () => {
  expect(readImageHeader(PNG)).toEqual({ mime: "image/png", width: 1_024, height: 768 });
  expect(readImageHeader(GIF)).toEqual({ mime: "image/gif", width: 320, height: 240 });
  expect(readImageHeader(JPEG)).toEqual({ mime: "image/jpeg", width: 1_280, height: 720 });
  expect(readImageHeader(LOSSY)).toEqual({ mime: "image/webp", width: 800, height: 600 });
  expect(readImageHeader(LOSSLESS)).toEqual({ mime: "image/webp", width: 800, height: 598 });
  expect(readImageHeader(EXTENDED)).toEqual({ mime: "image/webp", width: 16_384, height: 616 });
});

test("LP7: SVG, HTML, and pictures that end within their header are none", () => {
  expect(readImageHeader(bytes('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'))).toBeNull();
  for (const picture of [
    PNG.subarray(0, 20),
    GIF.subarray(0, 7),
    JPEG.subarray(0, 14),
    LOSSY.subarray(0, 24),
    bytes([]),
  ])
    expect(readImageHeader(picture)).toBeNull();
});

test("LP7: any bytes are read without failing, and a loop of segments ends", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom(PNG, GIF, JPEG, LOSSY, EXTENDED),
      (noise, picture) => {
        readImageHeader(noise);
        readImageHeader(Buffer.concat([picture.subarray(0, noise.length % picture.length), noise]));
      },
    ),
  );
  expect(readImageHeader(new Uint8Array(100_000).fill(0xff).with(1, 0xd8))).toBeNull();
});
