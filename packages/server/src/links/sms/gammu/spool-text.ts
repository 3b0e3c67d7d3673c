const BIG_ENDIAN = new TextDecoder("utf-16be");
const LITTLE_ENDIAN = new TextDecoder("utf-16le");
const UTF_8 = new TextDecoder();

/** A text as gammu-smsd reads it whatever its locale: UTF-16 with a byte order mark. */
export function encodeSpoolText(text: string): Uint8Array {
  return Buffer.from(`\ufeff${text}`, "utf16le");
}

/** What the daemon writes with `inboxformat = unicode`, or in the locale's UTF-8. It may end with NULs. */
export function decodeSpoolText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const decoder =
    first === 0xfe && second === 0xff
      ? BIG_ENDIAN
      : first === 0xff && second === 0xfe
        ? LITTLE_ENDIAN
        : UTF_8;
  return decoder.decode(bytes).replace(/\0+$/, "");
}
