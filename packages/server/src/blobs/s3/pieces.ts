import { sha256 } from "../../platform/secret.ts";

/**
 * A piece of an unfinished upload is an object of its own. Its name says where it belongs and what it holds, so it
 * never changes: two nodes that add at the same offset write the same object or two, and neither spoils the other.
 */
export interface Piece {
  /** `<offset>-<length>-<hash>`, the numbers with leading zeros. */
  name: string;
  offset: number;
  length: number;
}

const FORM = /^(\d{12})-(\d{12})-[\w-]{43}$/;
const number = (value: number) => String(value).padStart(12, "0");

export function pieceOf(offset: number, bytes: Uint8Array): Piece {
  const { length } = bytes;
  return {
    name: `${number(offset)}-${number(length)}-${sha256(bytes).toString("base64url")}`,
    offset,
    length,
  };
}

/** Null for a name that is not a piece's. */
export function parsePiece(name: string): Piece | null {
  const [, offset, length] = name.match(FORM) ?? [];
  return offset && length ? { name, offset: Number(offset), length: Number(length) } : null;
}

/** A part of a piece, in bytes from its beginning. */
export interface Span {
  name: string;
  start: number;
  end: number;
}

/** The pieces, in order and without overlap, as far as they reach from the first byte on without a gap. */
export function contiguous(pieces: readonly Piece[]): { spans: Span[]; length: number } {
  const spans: Span[] = [];
  let reached = 0;
  for (;;) {
    const next = furthest(pieces, reached);
    if (!next) return { spans, length: reached };
    spans.push({ name: next.name, start: reached - next.offset, end: next.length });
    reached = next.offset + next.length;
  }
}

/** Of the pieces that hold the byte at a position, the one that reaches furthest. */
function furthest(pieces: readonly Piece[], position: number): Piece | null {
  const end = ({ offset, length }: Piece) => offset + length;
  return pieces
    .filter((piece) => piece.offset <= position && end(piece) > position)
    .reduce<Piece | null>((best, piece) => (best && end(best) >= end(piece) ? best : piece), null);
}
