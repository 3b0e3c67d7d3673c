import type { ConversationId, Entry, Output } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Call } from "../call.ts";
import { goneFrom } from "./compare.ts";

const PAGE_ENTRIES = 100;

/**
 * What of a log, as this device had it, the server does not have any more. Reads the server's log from the end of
 * the device's backwards, to where they are the same: one entry when nothing was lost.
 * @throws when the server cannot be asked, or its log begins anew meanwhile
 */
export async function lostOf(
  conversation_id: ConversationId,
  log: readonly Entry[],
  call: Call,
): Promise<Entry[]> {
  let epoch: number | null = null;
  let piece: Entry[] = [];
  let before_seq = (log.at(-1)?.seq ?? 0) + 1;
  for (let limit = 1; ; limit = PAGE_ENTRIES) {
    const page = await readPage(call, { conversation_id, before_seq, limit });
    if (!page) return [...log];
    epoch ??= page.epoch;
    if (page.epoch !== epoch) throw new Error("the log began anew");
    piece = [...page.entries, ...piece];
    const gone = goneFrom(log, piece);
    if (gone) return gone;
    before_seq = piece[0]!.seq;
  }
}

/** Null when the conversation is not there any more. */
async function readPage(
  call: Call,
  range: { conversation_id: ConversationId; before_seq: number; limit: number },
): Promise<Output<"conversation/read"> | null> {
  try {
    return await call("conversation/read", range);
  } catch (error) {
    if (error instanceof FeiliaoError && error.code === "not_found") return null;
    throw error;
  }
}
