/** One part of a long SMS that a handset sent to us. */
export interface IncomingPartRow {
  /** Digits. */
  from: string;
  /** Our number with its extension. */
  to: string;
  /** What the handset marked its parts with; used again after some hundred messages. */
  ref: number;
  parts: number;
  /** From 1 to `parts`. */
  part: number;
  /** The text of this part. */
  text: string;
  carrier_message_id: string;
  /** When the handset sent it, as far as the carrier says. */
  at: number;
}

/** Which long SMS a part belongs to. */
export type LongSmsKey = Pick<IncomingPartRow, "from" | "to" | "ref" | "parts">;

/**
 * Parts of long SMS until the SMS is whole. Each part is acknowledged to its carrier by itself, and the next ones may
 * come much later, on another link, at another node: so what was acknowledged is kept here.
 */
export interface IncomingPartStore {
  /**
   * Keeps the part, or nothing when it is kept already. Resolves to all parts of the SMS in order when that makes it
   * whole, and to an empty list when parts are missing, or the SMS was forgotten (so the part is a repetition).
   */
  keep(part: IncomingPartRow, now: number): Promise<IncomingPartRow[]>;
  /** The parts of SMS whose first one was kept before, and which were not forgotten since; at most so many SMS. */
  overdue(kept_before: number, limit: number): Promise<IncomingPartRow[][]>;
  /** The SMS was handed over: its words are not needed any more. That it was is known until `sweep`. */
  forget(sms: LongSmsKey): Promise<void>;
  /** Ends what is known of SMS that were forgotten, and begun before. */
  sweep(begun_before: number): Promise<void>;
}
