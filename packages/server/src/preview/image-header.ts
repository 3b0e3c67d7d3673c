export interface ImageHeader {
  mime: "image/jpeg" | "image/png" | "image/webp" | "image/gif";
  width: number;
  height: number;
}

/** Reads type and size in pixels from the first bytes, whatever anyone called it. Null for everything else, such as SVG. */
export function readImageHeader(bytes: Uint8Array): ImageHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return png(view) ?? gif(view) ?? webp(view) ?? jpeg(view);
  } catch (failure) {
    if (failure instanceof RangeError) return null; // it ends within its header
    throw failure;
  }
}

/** PNG (ISO/IEC 15948) §5.2, §11.2.2: the signature, then the IHDR chunk. */
function png(view: DataView): ImageHeader | null {
  if (view.getUint32(0) !== 0x89504e47 || view.getUint32(4) !== 0x0d0a1a0a) return null;
  if (text(view, 12, 4) !== "IHDR") return null;
  return { mime: "image/png", width: view.getUint32(16), height: view.getUint32(20) };
}

/** GIF89a §17, §18: the header, then the logical screen. */
function gif(view: DataView): ImageHeader | null {
  if (text(view, 0, 4) !== "GIF8") return null;
  return { mime: "image/gif", width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/** WebP (RFC 9649) §2.5 to §2.7: lossy, lossless or extended. */
function webp(view: DataView): ImageHeader | null {
  if (text(view, 0, 4) !== "RIFF" || text(view, 8, 4) !== "WEBP") return null;
  const mime = "image/webp";
  switch (text(view, 12, 4)) {
    case "VP8 ":
      return { mime, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case "VP8L": {
      const bits = view.getUint32(21, true);
      return { mime, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case "VP8X":
      return { mime, width: uint24(view, 24) + 1, height: uint24(view, 27) + 1 };
    default:
      return null;
  }
}

/** JPEG (ITU-T T.81) Annex B: segments up to the frame header, which has the size. */
function jpeg(view: DataView): ImageHeader | null {
  if (view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; ; at += 2 + view.getUint16(at + 2)) {
    while (view.getUint8(at) === 0xff && view.getUint8(at + 1) === 0xff) at++; // fill bytes
    if (view.getUint8(at) !== 0xff) return null;
    if (isFrameHeader(view.getUint8(at + 1))) {
      return { mime: "image/jpeg", height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    }
  }
}

/** SOF0 to SOF15, among which DHT, JPG and DAC are something else. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}

function text(view: DataView, at: number, length: number): string {
  return String.fromCharCode(...Array.from({ length }, (_, index) => view.getUint8(at + index)));
}
