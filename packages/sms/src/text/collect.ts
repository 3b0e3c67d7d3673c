import type { IncomingPart } from "../peer/part.ts";
import { type JoinedMessage, join } from "./join.ts";
import { type NumberedPiece, type PartialMessage, type Piece, readPart } from "./partial-message.ts";

/** How long the parts of a message are waited for, from the first that came. */
export const WAIT_MS = 10 * 60_000;

export interface Collected {
  /** What to keep under the key from now on; null keeps nothing. */
  partial: PartialMessage | null;
  /** What can be handed on: nothing yet, the message, or before it an older one whose other parts never came. */
  messages: JoinedMessage[];
}

/** The key under which a store keeps what is known of the message that this is a part of; null for one of its own. */
export function partialKey(incoming: IncomingPart): string | null {
  const { key, parts } = readPart(incoming);
  return parts > 1 ? key : null;
}

/**
 * Adds a part to what is known of its message. Pure: a store reads `partial` by `partialKey`, and writes what comes
 * out in the transaction that hands on the messages. Parts come in any order; one that was there already changes
 * nothing, however often it comes; one that differs from it, or comes after `wait_ms`, begins another message, since
 * handsets use their reference numbers again.
 */
export function collect(
  partial: PartialMessage | null,
  incoming: IncomingPart,
  now_ms: number,
  wait_ms = WAIT_MS,
): Collected {
  const read = readPart(incoming);
  if (read.parts === 1) return { partial, messages: [join({ ...read, pieces: [read.piece] })] };
  if (!partial) return begin(read, now_ms);

  const held = partial.pieces.find(({ part }) => part === read.piece.part);
  const isOther = held !== undefined && !sameContent(held, read.piece);
  if (isOther || now_ms - partial.first_at_ms >= wait_ms) {
    const left = expire(partial);
    const { partial: begun } = begin(read, now_ms);
    return { partial: begun, messages: left ? [left] : [] };
  }
  if (held) return { partial, messages: [] };
  return joinWhenWhole({ ...partial, pieces: insert(partial.pieces, read.piece) });
}

/** What becomes of a message whose time is over: it is handed on with the parts that came; null if it was already. */
export function expire(partial: PartialMessage): JoinedMessage | null {
  return partial.phase === "collecting" ? join(partial) : null;
}

function begin({ key, from, to, parts, piece }: NumberedPiece, now_ms: number): Collected {
  const partial: PartialMessage = {
    phase: "collecting",
    ...{ key, from, to, parts },
    first_at_ms: now_ms,
    pieces: [piece],
  };
  return { partial, messages: [] };
}

function joinWhenWhole(partial: PartialMessage): Collected {
  if (partial.pieces.length < partial.parts) return { partial, messages: [] };
  return { partial: { ...partial, phase: "joined" }, messages: [join(partial)] };
}

function insert(pieces: readonly Piece[], piece: Piece): Piece[] {
  return [...pieces, piece].sort((one, other) => one.part - other.part);
}

/** A carrier that repeats a part may give it another id, and another time. */
function sameContent(one: Piece, other: Piece): boolean {
  return one.coding === other.coding && one.content === other.content;
}
