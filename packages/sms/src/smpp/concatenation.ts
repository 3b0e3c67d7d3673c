import { type Concatenation, concatenationElement } from "../text/concatenation.ts";
import { writeUserData } from "../text/user-data-header.ts";
import type { ShortMessage } from "./pdu.ts";
import { tlvNumber, tlvValue } from "./tlv.ts";

/** esm_class bit 6: the user data begins with a header (SMPP 3.4 §5.2.12). */
export const HAS_HEADER = 0x40;

interface UserData {
  user_data: Uint8Array;
  has_header: boolean;
}

/**
 * The user data, wherever the peer put it: short_message or message_payload. Parts that are numbered by the sar_ TLVs
 * (§5.3.2.22–24) get the header that says the same.
 */
export function userDataOf(pdu: ShortMessage): UserData {
  const payload = tlvValue(pdu, "message_payload");
  const content = pdu.short_message.length === 0 && payload ? payload : pdu.short_message;
  if (pdu.esm_class & HAS_HEADER) return { user_data: content, has_header: true };
  const concatenation = sarConcatenation(pdu);
  if (!concatenation) return { user_data: content, has_header: false };
  const elements = [concatenationElement(concatenation)];
  return { user_data: writeUserData({ elements, content }), has_header: true };
}

function sarConcatenation(pdu: ShortMessage): Concatenation | null {
  if (pdu.tlvs.length === 0) return null;
  const ref = tlvNumber(pdu, "sar_msg_ref_num");
  const parts = tlvNumber(pdu, "sar_total_segments") ?? 0;
  const part = tlvNumber(pdu, "sar_segment_seqnum") ?? 0;
  if (ref === undefined || ref > 0xffff || parts < 2 || parts > 255 || part < 1 || part > parts) return null;
  return { ref, ref_bits: 16, part, parts };
}
