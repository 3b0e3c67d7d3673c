import type { Coding } from "../peer/segment.ts";

/** What data_coding 0, "the SMSC's default alphabet", means: every carrier decides for itself. */
export type DefaultAlphabet = Extract<Coding, "gsm7" | "ascii" | "latin1" | "utf8">;

const IA5 = 1;
const LATIN_1 = 3;
const BINARY = 4;
const UCS_2 = 8;

/** data_coding for a coding (SMPP 3.4 §5.2.19); null for what the carrier has no number for. */
export function dataCodingOf(coding: Coding, default_alphabet: DefaultAlphabet): number | null {
  if (coding === default_alphabet) return 0;
  switch (coding) {
    case "ascii":
      return IA5;
    case "latin1":
      return LATIN_1;
    case "binary":
      return BINARY;
    case "ucs2":
      return UCS_2;
    default:
      return null;
  }
}

/** What the bytes are. The groups with a message class are those of 3GPP TS 23.038 §4. */
export function codingOf(data_coding: number, default_alphabet: DefaultAlphabet): Coding {
  if (data_coding === 0) return default_alphabet;
  if (data_coding === IA5) return "ascii";
  if (data_coding === LATIN_1) return "latin1";
  if (data_coding === UCS_2) return "ucs2";
  if (data_coding >= 0xf0) return data_coding & 0x04 ? "binary" : "gsm7";
  if (data_coding >= 0x10 && data_coding < 0x40) {
    return (["gsm7", "binary", "ucs2", "binary"] as const)[(data_coding >> 2) & 0x03]!;
  }
  return "binary";
}
