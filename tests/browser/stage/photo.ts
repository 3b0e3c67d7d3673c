import { execFileSync } from "node:child_process";

/** Words that only the metadata of {@link photoWithPosition} contains. */
export const CAMERA = "Kingfisher One";

/** A JPEG as a phone's camera makes it: with Exif that names the camera and the place. */
export function photoWithPosition(): Buffer {
  const drawn = execFileSync("ffmpeg", [
    ...["-loglevel", "error", "-f", "lavfi", "-i", "testsrc2=size=1200x900", "-frames:v", "1"],
    ...["-f", "image2pipe", "-c:v", "mjpeg", "-"],
  ]);
  const START_OF_IMAGE = 2; // bytes: FF D8
  return Buffer.concat([drawn.subarray(0, START_OF_IMAGE), exifSegment(), drawn.subarray(START_OF_IMAGE)]);
}

/** An APP1 segment (Exif 2.32 §4.5.4): a little-endian TIFF with the camera's model and a GPS position. */
function exifSegment(): Buffer {
  const TIFF_HEADER = 8;
  const ENTRY = 12;
  const first = directory(TIFF_HEADER, [
    { tag: 0x0110, type: ASCII, value: Buffer.from(`${CAMERA}\0`) }, // Model
    { tag: 0x8825, type: LONG, value: Buffer.alloc(4) }, // GPSInfo: where the next directory begins
  ]);
  const gps_at = TIFF_HEADER + first.length;
  first.writeUInt32LE(gps_at, 2 + ENTRY + 8);
  const gps = directory(gps_at, [
    { tag: 1, type: ASCII, value: Buffer.from("N\0") },
    { tag: 2, type: RATIONAL, value: degrees(39, 54, 26) },
    { tag: 3, type: ASCII, value: Buffer.from("E\0") },
    { tag: 4, type: RATIONAL, value: degrees(116, 23, 29) },
  ]);
  const tiff = Buffer.from("II*\0\x08\0\0\0", "latin1");
  const content = Buffer.concat([Buffer.from("Exif\0\0"), tiff, first, gps]);
  const marker = Buffer.from([0xff, 0xe1, 0, 0]);
  marker.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([marker, content]);
}

const ASCII = 2;
const LONG = 4;
const RATIONAL = 5;
const BYTES_OF = { [ASCII]: 1, [LONG]: 4, [RATIONAL]: 8 };

interface Field {
  tag: number;
  type: keyof typeof BYTES_OF;
  value: Buffer;
}

/** An image file directory (TIFF 6.0 §2) that stands at `offset`, and the values that do not fit into it. */
function directory(offset: number, fields: readonly Field[]): Buffer {
  const table = Buffer.alloc(2 + fields.length * 12 + 4);
  const values: Buffer[] = [];
  let value_at = offset + table.length;
  table.writeUInt16LE(fields.length);
  for (const [index, { tag, type, value }] of fields.entries()) {
    const at = 2 + index * 12;
    table.writeUInt16LE(tag, at);
    table.writeUInt16LE(type, at + 2);
    table.writeUInt32LE(value.length / BYTES_OF[type], at + 4);
    if (value.length <= 4) value.copy(table, at + 8);
    else {
      table.writeUInt32LE(value_at, at + 8);
      value_at += value.length;
      values.push(value);
    }
  }
  return Buffer.concat([table, ...values]);
}

function degrees(...parts: readonly number[]): Buffer {
  const bytes = Buffer.alloc(parts.length * 8);
  for (const [index, part] of parts.entries()) {
    bytes.writeUInt32LE(part, index * 8);
    bytes.writeUInt32LE(1, index * 8 + 4);
  }
  return bytes;
}
