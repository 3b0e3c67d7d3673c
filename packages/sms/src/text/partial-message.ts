import type { IncomingPart } from "../peer/part.ts";
import type { Coding } from "../peer/segment.ts";
import { type Concatenation, concatenationOf } from "./concatenation.ts";
import { readUserData } from "./user-data-header.ts";

/**
 * What is known of a long message, as plain JSON that a store can keep under its `key`.
 * `joined` ones have been handed out; they are kept until they expire, because a carrier may repeat their parts.
 */
export interface PartialMessage {
  phase: "collecting" | "joined";
  /** Sender, recipient, reference and total: what the parts of one message have in common. */
  key: string;
  from: string;
  to: string;
  /** How many parts there are in all. */
  parts: number;
  /** When the first part came. Milliseconds since 1970. */
  first_at_ms: number;
  /** By number of the part; of each there is one. */
  pieces: Piece[];
}

export interface Piece {
  part: number;
  message_id: string;
  coding: Coding;
  /** Without the user data header. Base64. */
  content: string;
  /** When the carrier took it from the handset, if it says so. */
  at_ms: number | null;
}

/** An incoming part without its header. */
export interface NumberedPiece {
  key: string;
  from: string;
  to: string;
  parts: number;
  piece: Piece;
}

/** Takes the header off. A message of its own is the one part of one. */
export function readPart(incoming: IncomingPart): NumberedPiece {
  const { from, to, message_id, coding, at_ms, user_data, has_header } = incoming;
  const { elements, content } = has_header ? readUserData(user_data) : { elements: [], content: user_data };
  const place = concatenationOf(elements) ?? ALONE;
  return {
    key: keyOf(from, to, place),
    from,
    to,
    parts: place.parts,
    piece: { part: place.part, message_id, coding, content: toBase64(content), at_ms },
  };
}

const ALONE: Concatenation = { ref: 0, ref_bits: 8, part: 1, parts: 1 };

function keyOf(from: string, to: string, { ref, ref_bits, parts }: Concatenation): string {
  return `${from}>${to}/${ref_bits}:${ref}/${parts}`;
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

export function contentOf({ content }: Piece): Uint8Array {
  return Buffer.from(content, "base64");
}
