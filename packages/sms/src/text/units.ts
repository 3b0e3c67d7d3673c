import type { Coding } from "../peer/segment.ts";
import { septetsOf } from "./gsm-7-alphabet.ts";

/** How an SMS is written: in the GSM alphabet, as plain ASCII in one part, or in UCS-2. */
export type WrittenAs = Extract<Coding, "gsm7" | "ascii" | "ucs2">;

export interface SplitOptions {
  /**
   * Whether the carrier takes the GSM 7 bit alphabet (SMPP does). CMPP, SGIP and SMGP have ASCII instead, which
   * gateways translate for the handset: it is used for short plain texts only.
   */
  gsm7: boolean;
  /** Width of the reference number that long messages carry, 8 unless told: a wide one takes room for a byte more. */
  ref_bits?: 8 | 16;
}

/** A text as the parts it travels in, none of which ends within a character. */
export interface SplitText {
  coding: WrittenAs;
  parts: string[];
}

/** Room in a message of its own, and in a part of a longer one, by `ref_bits`: 3GPP TS 23.040 §9.2.3.24.1. */
const GSM7_ROOM = { single: 160, part: { 8: 153, 16: 152 } } as const;
const UCS2_ROOM = { single: 70, part: { 8: 67, 16: 66 } } as const;

/** CMPP 2.0 §7.4.3.1, Msg_Length: fewer than 160 bytes of ASCII. */
const ASCII_SEPTETS_MAX = 159;

/** What an SMS costs, in the units carriers bill: one for each part. `text` is all of it, its signature included. */
export function units(text: string, options: SplitOptions): number {
  return split(text, options).parts.length;
}

/** A text with its signature in front, once: `【飞聊】…`. Carriers in mainland China demand one and count it. */
export function sign(signature: string, text: string): string {
  const mark = `【${signature}】`;
  return text.startsWith(mark) ? text : mark + text;
}

/** The parts a text is sent in. An empty text is one empty part. */
export function split(text: string, options: SplitOptions): SplitText {
  const septets = countSeptets(text);
  if (!options.gsm7 && septets !== null && septets <= ASCII_SEPTETS_MAX && isAscii(text)) {
    return { coding: "ascii", parts: [text] };
  }
  const inGsm7 = options.gsm7 && septets !== null;
  const room = inGsm7 ? GSM7_ROOM : UCS2_ROOM;
  const width = inGsm7 ? septetsOf : (character: string) => character.length;
  const parts =
    (inGsm7 ? septets : text.length) <= room.single
      ? [text]
      : cut(text, width, room.part[options.ref_bits ?? 8]);
  return { coding: inGsm7 ? "gsm7" : "ucs2", parts };
}

/** Cuts between code points, so that neither a surrogate pair nor an escape and its character part. */
function cut(text: string, width: (character: string) => number, room: number): string[] {
  const parts: string[] = [];
  let from = 0;
  let to = 0;
  let used = 0;
  for (const character of text) {
    const more = width(character);
    if (used + more > room) {
      parts.push(text.slice(from, to));
      from = to;
      used = 0;
    }
    used += more;
    to += character.length;
  }
  parts.push(text.slice(from));
  return parts;
}

/** Null where a character is not in the GSM alphabet. */
function countSeptets(text: string): number | null {
  let septets = 0;
  for (const character of text) {
    const more = septetsOf(character);
    if (more === 0) return null;
    septets += more;
  }
  return septets;
}

/** Printable ASCII and line breaks; that the GSM alphabet has them too is the caller's other question. */
function isAscii(text: string): boolean {
  return /^[\n\r -~]*$/.test(text);
}
