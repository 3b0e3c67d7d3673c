/** How far the encoding declared inside a page is looked for (WHATWG HTML, "prescan a byte stream"). */
const PRESCAN_BYTES = 1024;

/** A page's text: by its byte order mark, the header's charset, the one it declares itself, else UTF-8. */
export function decodePage(bytes: Uint8Array, charset: string | null): string {
  const declared = byteOrderMark(bytes) ?? charset ?? declaredCharset(bytes) ?? "utf-8";
  return decoderFor(declared).decode(bytes);
}

function byteOrderMark([first, second, third]: Uint8Array): string | null {
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  return first === 0xff && second === 0xfe ? "utf-16le" : null;
}

function declaredCharset(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, PRESCAN_BYTES)).toString("latin1");
  return /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{1,40})/i.exec(head)?.[1] ?? null;
}

function decoderFor(label: string): TextDecoder {
  try {
    return new TextDecoder(label as Bun.Encoding);
  } catch {
    return new TextDecoder(); // a label that nobody knows
  }
}
