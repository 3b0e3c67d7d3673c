import { FeiliaoError } from "@feiliao/protocol/errors";

/** A document in the order of time; a row as PostgreSQL gives it, where bigint is text. */
export type Place = { time: string; conversation_id: string; seq: number };

/** After every document. */
export const END: Place = {
  time: "9223372036854775807",
  conversation_id: "ffffffff-ffff-ffff-ffff-ffffffffffff",
  seq: 0,
};

export function cursorOf({ time, conversation_id, seq }: Place): string {
  return `${time}.${conversation_id}.${seq}`;
}

/** @throws {FeiliaoError} bad_request when the text is no cursor */
export function readCursor(cursor: string): Place {
  const match = /^(\d{1,16})\.([0-9a-f-]{36})\.(\d{1,9})$/.exec(cursor);
  if (!match) throw new FeiliaoError("bad_request");
  const [, time, conversation_id, seq] = match as unknown as [string, string, string, string];
  return { time, conversation_id, seq: Number(seq) };
}

/** The newest first, as `ORDER BY time DESC, conversation_id DESC, seq DESC` has it. */
export function newestFirst(a: Place, b: Place): number {
  if (a.time !== b.time) return Number(b.time) - Number(a.time);
  if (a.conversation_id !== b.conversation_id) return a.conversation_id < b.conversation_id ? 1 : -1;
  return b.seq - a.seq;
}
