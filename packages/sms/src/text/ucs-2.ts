/** A text as UCS-2 in network order (3GPP TS 23.038 §6.2.3), characters beyond the first plane as UTF-16 pairs. */
export function encodeUcs2(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    bytes[at * 2] = unit >> 8;
    bytes[at * 2 + 1] = unit & 0xff;
  }
  return bytes;
}

const decoder = new TextDecoder("utf-16be", { ignoreBOM: true });

/** The text of any bytes. Half a character (a lone surrogate, an odd byte at the end) becomes U+FFFD. */
export function decodeUcs2(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}
