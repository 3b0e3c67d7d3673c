import type { Coding, Segment } from "../peer/segment.ts";
import { encodeText } from "./coding.ts";
import { concatenationElement } from "./concatenation.ts";
import { SmsTextError } from "./error.ts";
import { type SplitOptions, split } from "./units.ts";
import { writeUserData } from "./user-data-header.ts";

export interface SegmentOptions extends SplitOptions {
  /**
   * Tells the parts of one long message from those of another with the same sender and recipient, so it should be
   * counted per pair of them (see `ReferenceNumbers`): 0–255, or 0–65535 with 16 `ref_bits`.
   */
  ref: number;
}

const PARTS_MAX = 255;

/** User data of 8-bit messages, 3GPP TS 23.040 §9.2.3.24.1: alone, and in a part behind its header. */
const BINARY_ROOM = { single: 140, part: { 8: 134, 16: 133 } } as const;

/**
 * The parts of a text, as many as `units` counts, each ready to be submitted. A lone surrogate is sent as U+FFFD.
 * Throws `too_many_parts` over 255 of them, `reference_out_of_range`.
 */
export function segment(text: string, options: SegmentOptions): Segment[] {
  const { coding, parts } = split(text.toWellFormed(), options);
  return numbered(
    coding,
    parts.map((part) => encodeText(coding, part)!),
    options,
  );
}

/** The parts of 8-bit data. Throws as `segment` does. */
export function segmentBinary(
  bytes: Uint8Array,
  options: Pick<SegmentOptions, "ref" | "ref_bits">,
): Segment[] {
  if (bytes.length <= BINARY_ROOM.single) return numbered("binary", [bytes], options);
  const room = BINARY_ROOM.part[options.ref_bits ?? 8];
  const contents: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += room) contents.push(bytes.subarray(at, at + room));
  return numbered("binary", contents, options);
}

function numbered(
  coding: Coding,
  contents: Uint8Array[],
  { ref, ref_bits = 8 }: Pick<SegmentOptions, "ref" | "ref_bits">,
): Segment[] {
  const parts = contents.length;
  if (parts > PARTS_MAX) throw new SmsTextError("too_many_parts");
  if (!Number.isInteger(ref) || ref < 0 || ref >= 2 ** ref_bits)
    throw new SmsTextError("reference_out_of_range");
  if (parts === 1) return [{ coding, user_data: contents[0]!, has_header: false, part: 1, parts: 1 }];
  return contents.map((content, index) => {
    const part = index + 1;
    const elements = [concatenationElement({ ref, ref_bits, part, parts })];
    return { coding, user_data: writeUserData({ elements, content }), has_header: true, part, parts };
  });
}
