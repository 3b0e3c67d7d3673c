/** Still pictures in the container of MP4 (ISO/IEC 23008-12). */
const HEIF_BRANDS = new Set(["heic", "heix", "mif1", "msf1", "avif", "avis"]);
/** The first element of Matroska and WebM (RFC 8794 §11.2.1); its DocType tells them apart. */
const EBML = [0x1a, 0x45, 0xdf, 0xa3];

/** Types that may be shown inside the app; everything else is handed out as a download. */
const SIGNATURES: { type: string; matches(head: Uint8Array): boolean }[] = [
  { type: "image/jpeg", matches: (head) => starts(head, [0xff, 0xd8, 0xff]) },
  { type: "image/png", matches: (head) => starts(head, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) },
  { type: "image/gif", matches: (head) => text(head, 0, 4) === "GIF8" },
  { type: "image/webp", matches: (head) => text(head, 0, 4) === "RIFF" && text(head, 8, 12) === "WEBP" },
  {
    type: "video/mp4",
    matches: (head) => text(head, 4, 8) === "ftyp" && !HEIF_BRANDS.has(text(head, 8, 12)),
  },
  {
    type: "video/webm",
    matches: (head) => starts(head, EBML) && text(head, 0, SNIFF_BYTES).includes("webm"),
  },
];

export const SNIFF_BYTES = 64;
export const DOWNLOAD_TYPE = "application/octet-stream";

/** The type that the first bytes prove, whatever the sender called it. */
export function sniff(head: Uint8Array): string {
  return SIGNATURES.find((signature) => signature.matches(head))?.type ?? DOWNLOAD_TYPE;
}

function starts(head: Uint8Array, bytes: number[]): boolean {
  return bytes.every((byte, index) => head[index] === byte);
}

function text(head: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...head.subarray(from, to));
}
