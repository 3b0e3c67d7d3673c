import type { Coding } from "../peer/segment.ts";

/** Msg_Fmt, MessageCoding, MsgFormat: one list for the three protocols. 0 is 7-bit ASCII, not GSM 03.38. */
const FORMATS: Partial<Record<Coding, number>> = { ascii: 0, binary: 4, ucs2: 8, gb18030: 15 };

const CODINGS = new Map(Object.entries(FORMATS).map(([coding, format]) => [format, coding as Coding]));

/** Null for a coding that the Chinese protocols have no number for. */
export function formatOf(coding: Coding): number | null {
  return FORMATS[coding] ?? null;
}

/** What has no meaning of its own here (3 is "write to the card") stays what it is on the wire: octets. */
export function codingOf(format: number): Coding {
  return CODINGS.get(format) ?? "binary";
}
