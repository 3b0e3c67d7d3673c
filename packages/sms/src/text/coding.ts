import type { Coding } from "../peer/segment.ts";
import { decodeGb18030, encodeGb18030 } from "./gb18030.ts";
import { decodeGsm7, encodeGsm7 } from "./gsm-7.ts";
import { decodeUcs2, encodeUcs2 } from "./ucs-2.ts";

export type TextCoding = Exclude<Coding, "binary">;

/** The text of any bytes, without a user data header; what cannot be read is U+FFFD. Never throws. */
export function decodeText(coding: TextCoding, bytes: Uint8Array): string {
  return CODINGS[coding].decode(bytes);
}

/** The bytes of a text, without a user data header; null where the coding lacks a character of it. */
export function encodeText(coding: TextCoding, text: string): Uint8Array | null {
  return CODINGS[coding].encode(text);
}

interface TextCodec {
  decode(bytes: Uint8Array): string;
  encode(text: string): Uint8Array | null;
}

const utf8Decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const utf8Encoder = new TextEncoder();

const CODINGS: Record<TextCoding, TextCodec> = {
  gsm7: { decode: decodeGsm7, encode: encodeGsm7 },
  // Gateways put this label on GBK too, of which ASCII is a part.
  ascii: { decode: decodeGb18030, encode: (text) => encodeBelow(0x80, text) },
  latin1: {
    decode: (bytes) => Buffer.from(bytes).toString("latin1"),
    encode: (text) => encodeBelow(0x100, text),
  },
  utf8: { decode: (bytes) => utf8Decoder.decode(bytes), encode: (text) => utf8Encoder.encode(text) },
  ucs2: { decode: decodeUcs2, encode: (text) => encodeUcs2(text.toWellFormed()) },
  gb18030: { decode: decodeGb18030, encode: encodeGb18030 },
};

function encodeBelow(end: number, text: string): Uint8Array | null {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= end) return null;
    bytes[at] = code;
  }
  return bytes;
}
