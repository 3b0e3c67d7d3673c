import type { InformationElement } from "./user-data-header.ts";

/** Which part of which long message this is: 3GPP TS 23.040 §9.2.3.24.1 (8 bits) and §9.2.3.24.8 (16 bits). */
export interface Concatenation {
  ref: number;
  ref_bits: 8 | 16;
  /** From 1 to `parts`. */
  part: number;
  parts: number;
}

const REF_8 = 0x00;
const REF_16 = 0x08;

export function concatenationElement({ ref, ref_bits, part, parts }: Concatenation): InformationElement {
  return ref_bits === 8
    ? { id: REF_8, data: Uint8Array.of(ref, parts, part) }
    : { id: REF_16, data: Uint8Array.of(ref >> 8, ref & 0xff, parts, part) };
}

/**
 * Null for a message of its own. Of several the last one counts (§9.2.3.24), and one that numbers its part 0 or
 * beyond the total is ignored (§9.2.3.24.1).
 */
export function concatenationOf(elements: readonly InformationElement[]): Concatenation | null {
  for (const { id, data } of elements.toReversed()) {
    const found = readConcatenation(id, data);
    if (found && found.part >= 1 && found.part <= found.parts) return found;
  }
  return null;
}

function readConcatenation(id: number, data: Uint8Array): Concatenation | null {
  if (id === REF_8 && data.length === 3) {
    return { ref: data[0]!, ref_bits: 8, parts: data[1]!, part: data[2]! };
  }
  if (id === REF_16 && data.length === 4) {
    return { ref: (data[0]! << 8) | data[1]!, ref_bits: 16, parts: data[2]!, part: data[3]! };
  }
  return null;
}
