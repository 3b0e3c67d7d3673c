import type { Coding, Segment } from "@feiliao/sms";
import { concatenationOf, decodeText, readUserData } from "@feiliao/sms/text";

/** What a part says, without its header. */
export interface PartBody {
  coding: Coding;
  content: Uint8Array;
}

/** Where a part stands in its message. */
export interface PartPlace {
  /** Which long message it belongs to; null: none, or not said. */
  ref: number | null;
  part: number;
  parts: number;
}

export function readPart({
  coding,
  user_data,
  has_header,
  part,
  parts,
}: Segment): { body: PartBody } & PartPlace {
  const { elements, content } = has_header ? readUserData(user_data) : { elements: [], content: user_data };
  const long = concatenationOf(elements);
  return {
    body: { coding, content },
    ...(long ? { ref: long.ref, part: long.part, parts: long.parts } : { ref: null, part, parts }),
  };
}

const GAP = "…";

/**
 * The text of the parts in their order, null where one is missing. Neighbours in the same coding are decoded together:
 * Kannel and others cut within a character.
 */
export function textOf(bodies: readonly (PartBody | null)[]): string {
  let text = "";
  for (let from = 0; from < bodies.length; ) {
    const first = bodies[from];
    let to = from + 1;
    if (first) while (bodies[to]?.coding === first.coding) to++;
    const run = bodies.slice(from, to).flatMap((body) => (body ? [body.content] : []));
    text += first ? decode(first.coding, Buffer.concat(run)) : GAP;
    from = to;
  }
  return text;
}

/** Of what is no text, the bytes in hexadecimal. */
function decode(coding: Coding, content: Buffer): string {
  return coding === "binary" ? content.toString("hex") : decodeText(coding, content);
}
