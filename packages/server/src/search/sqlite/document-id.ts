/** The two halves of document.id; the whole is too long for a number. Ordered by time, then conversation. */
export interface DocumentId {
  /** Hundredths of a second since 2020. */
  time: number;
  conversation_no: number;
}

const EPOCH_MS = Date.UTC(2020, 0, 1);
const UNIT_MS = 10;

/** Bits of the conversation's number: enough for 33 million conversations. */
export const CONVERSATION_BITS = 25;
export const CONVERSATIONS_MAX = 2 ** CONVERSATION_BITS - 1;

export function timeOf(server_time: number): number {
  return Math.max(0, Math.floor((server_time - EPOCH_MS) / UNIT_MS));
}

export function cursorOf({ time, conversation_no }: DocumentId): string {
  return `${time}.${conversation_no}`;
}

/** Null: the text is no cursor. */
export function readCursor(cursor: string): DocumentId | null {
  const match = /^(\d{1,12})\.(\d{1,8})$/.exec(cursor);
  return match ? { time: Number(match[1]), conversation_no: Number(match[2]) } : null;
}
