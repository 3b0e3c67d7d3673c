export type SmsTextErrorCode =
  /** More parts than the 255 that a header can count. */
  | "too_many_parts"
  /** A reference number that is no integer or does not fit into its bits. */
  | "reference_out_of_range"
  /** More than 255 bytes of information elements. */
  | "header_too_long";

/** What the caller asked for cannot be written. Reading never fails. */
export class SmsTextError extends Error {
  override readonly name = "SmsTextError";
  readonly code: SmsTextErrorCode;

  constructor(code: SmsTextErrorCode) {
    super(code);
    this.code = code;
  }
}
