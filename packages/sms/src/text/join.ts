import type { Coding } from "../peer/segment.ts";
import { decodeText } from "./coding.ts";
import { contentOf, type PartialMessage, type Piece } from "./partial-message.ts";

/** A message from a handset, put together from its parts. */
export interface JoinedMessage {
  from: string;
  to: string;
  body: JoinedBody;
  parts: number;
  /** Numbers of the parts that have not come; empty when the message is whole. */
  missing: number[];
  /** The carrier's, in the order of the parts that there are. */
  message_ids: string[];
  /** When the carrier took the first of them from the handset, if it said so. */
  at_ms: number | null;
}

/** `text` has an ellipsis in place of each gap. `binary` has what there is, one after the other. */
export type JoinedBody = { kind: "text"; text: string } | { kind: "binary"; bytes: Uint8Array };

const GAP = "…";

export function join({
  from,
  to,
  parts,
  pieces,
}: Pick<PartialMessage, "from" | "to" | "parts" | "pieces">): JoinedMessage {
  const times = pieces.map(({ at_ms }) => at_ms).filter((at_ms) => at_ms !== null);
  return {
    from,
    to,
    body: pieces.every(({ coding }) => coding === "binary") ? joinBytes(pieces) : joinText(pieces, parts),
    parts,
    missing: missingFrom(pieces, parts),
    message_ids: pieces.map(({ message_id }) => message_id),
    at_ms: times.length > 0 ? Math.min(...times) : null,
  };
}

function joinBytes(pieces: readonly Piece[]): JoinedBody {
  return { kind: "binary", bytes: new Uint8Array(Buffer.concat(pieces.map(contentOf))) };
}

/** Neighbours in the same coding are decoded together, because some handsets cut within a character. */
function joinText(pieces: readonly Piece[], parts: number): JoinedBody {
  let text = "";
  let run: Run | null = null;
  let expected = 1;
  for (const piece of pieces) {
    const isGap = piece.part !== expected;
    if (run && (isGap || run.coding !== piece.coding)) {
      text += decodeRun(run);
      run = null;
    }
    if (isGap) text += GAP;
    run ??= { coding: piece.coding, contents: [] };
    run.contents.push(contentOf(piece));
    expected = piece.part + 1;
  }
  if (run) text += decodeRun(run);
  return { kind: "text", text: expected <= parts ? text + GAP : text };
}

interface Run {
  coding: Coding;
  contents: Uint8Array[];
}

/** Binary between parts of text is nothing that could be shown. */
function decodeRun({ coding, contents }: Run): string {
  return coding === "binary" ? GAP : decodeText(coding, Buffer.concat(contents));
}

function missingFrom(pieces: readonly Piece[], parts: number): number[] {
  const there = new Set(pieces.map(({ part }) => part));
  return Array.from({ length: parts }, (_, index) => index + 1).filter((part) => !there.has(part));
}
