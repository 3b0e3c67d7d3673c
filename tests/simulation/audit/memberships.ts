import type { AccountId, Entry } from "@feiliao/protocol";
import type { Membership } from "../../faults/audit/final-log.ts";
import type { FinalLog } from "./final-logs.ts";

type Term = Omit<Membership, "watermarks">;

/**
 * D17: which part of a log was whose to read, as the log itself tells it: from what brought somebody in, or from the
 * first entry where newcomers are shown what was before, to what ended it.
 */
export function membershipsOf(log: FinalLog, founders: readonly AccountId[]): Membership[] {
  const watermarks = new Map(
    log.members.map(({ account_id, delivered, read, heard }) => [account_id, { delivered, read, heard }]),
  );
  return termsOf(log.entries, founders).map((term) => ({
    ...term,
    watermarks: watermarks.get(term.account_id) ?? { delivered: 0, read: 0, heard: 0 },
  }));
}

function termsOf(entries: readonly Entry[], founders: readonly AccountId[]): Term[] {
  const terms: Term[] = founders.map((account_id) => ({ account_id, since_seq: 1, until_seq: null }));
  let showsHistory = false;
  for (const { seq, sender, content } of entries) {
    if (content.type === "info") {
      showsHistory = content.settings?.history_for_new ?? showsHistory;
      if (content.created) terms.push({ account_id: sender, since_seq: 1, until_seq: null });
    }
    if (content.type !== "membership") continue;
    for (const account_id of content.account_ids) {
      const open = terms.find((term) => term.account_id === account_id && term.until_seq === null);
      if (COMES.has(content.change) && !open) {
        terms.push({ account_id, since_seq: showsHistory ? 1 : seq, until_seq: null });
      }
      if (GOES.has(content.change) && open) open.until_seq = seq;
    }
  }
  return terms;
}

const COMES: ReadonlySet<string> = new Set(["added", "accepted", "joined"]);
const GOES: ReadonlySet<string> = new Set(["left", "removed", "banned"]);
