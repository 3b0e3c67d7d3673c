/** How the user data of an SMS is written. `gsm7` is unpacked: one septet in each byte. */
export type Coding = "gsm7" | "ascii" | "latin1" | "utf8" | "ucs2" | "gb18030" | "binary";

/** One part of a message, ready for any of the protocols. */
export interface Segment {
  coding: Coding;
  /** With its user data header (3GPP TS 23.040 §9.2.3.24) when `has_header`. */
  user_data: Uint8Array;
  has_header: boolean;
  /** From 1 to `parts`. */
  part: number;
  parts: number;
}
