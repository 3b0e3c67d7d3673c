import type { Entry } from "@feiliao/protocol";

/** The same message in any log: its author made the key up once. */
export function messageKey({ sender, client_id }: Entry): string {
  return `${sender} ${client_id}`;
}

/** Whether two entries at one seq are the same, so that the logs are the same up to there. */
export function isSameEntry(a: Entry, b: Entry): boolean {
  return a.client_id === b.client_id && a.sender === b.sender && a.server_time === b.server_time;
}

/** The newest seq at which both have the same entry; null when they have none in common. Both are ascending. */
export function lastInCommon(log: readonly Entry[], other: readonly Entry[]): number | null {
  const bySeq = new Map(other.map((entry) => [entry.seq, entry]));
  const common = log.findLast((entry) => {
    const found = bySeq.get(entry.seq);
    return found !== undefined && isSameEntry(entry, found);
  });
  return common?.seq ?? null;
}

/**
 * What of a log is not in another one of which this is a piece: everything after the last entry they have in
 * common, but for messages that were sent again. Null when the piece does not show where the two part.
 */
export function goneFrom(log: readonly Entry[], piece: readonly Entry[]): Entry[] | null {
  const common = lastInCommon(log, piece);
  const isWhole = (piece[0]?.seq ?? 1) === 1;
  if (common === null && !isWhole) return null;
  const present = new Set(piece.map(messageKey));
  return log.filter((entry) => entry.seq > (common ?? 0) && !present.has(messageKey(entry)));
}
