import type { ConversationChange, ConversationId } from "@feiliao/protocol";
import { hasChanged, hasDiverged, NEWEST_ENTRIES } from "../change-rules.ts";
import type { ChangesPage, Position } from "../conversation-store.ts";
import { type ConversationState, toMember } from "./conversation-state.ts";
import { type EntryPages, PAGE_BYTES_MAX } from "./entry-pages.ts";

/**
 * What changed since the positions, the conversations with the newest activity first. Rows and positions come
 * from the same committed state (D7): no event can fall between them.
 */
export function readChanges(
  epoch: number,
  states: readonly ConversationState[],
  positions: ReadonlyMap<ConversationId, Position>,
  entries_max: number,
  pages: EntryPages,
): ChangesPage {
  const page: ChangesPage = { epoch, changes: [], positions: new Map(), more: false };
  let budget = entries_max;
  let bytes = 0;
  const changed = states
    .filter((state) => hasChanged(state, positions.get(state.id)))
    .sort((a, b) => b.last_time - a.last_time);
  for (const state of changed) {
    if (budget <= 0 || bytes > PAGE_BYTES_MAX) {
      page.more = true;
      break;
    }
    const had = positions.get(state.id);
    const change = changeOf(state, had, budget, pages);
    const last = change.entries.at(-1)?.seq ?? (change.reset ? state.last_seq : had!.seq);
    const chain = chainAt(state, last, pages)!;
    page.changes.push(change);
    page.positions.set(state.id, { epoch: state.epoch, seq: last, chain, revision: state.revision });
    if (last < state.last_seq) page.more = true;
    budget -= Math.max(1, change.entries.length);
    bytes += sizeOf(change);
  }
  return page;
}

function changeOf(
  state: ConversationState,
  had: Position | undefined,
  budget: number,
  pages: EntryPages,
): ConversationChange {
  const { id, no, epoch, last_seq } = state;
  const reset = !had || hasDiverged(state, had, chainAt(state, had.seq, pages));
  return {
    conversation_id: id,
    epoch,
    last_seq,
    reset,
    entries: reset
      ? pages.before(no, last_seq + 1, Math.min(NEWEST_ENTRIES, budget))
      : pages.after(no, had.seq, budget),
    members: [...state.members.values()]
      .filter((member) => reset || member.revision > had.revision)
      .map(toMember),
  };
}

function chainAt(state: ConversationState, seq: number, pages: EntryPages): number | null {
  return seq === state.last_seq ? state.chain : pages.chainAt(state.no, seq);
}

/** About how large a change is on the wire. */
function sizeOf({ entries, members }: ConversationChange): number {
  const text = entries.reduce(
    (sum, { content }) => sum + (content.type === "text" ? content.text.length : 0),
    0,
  );
  return text + 300 * (entries.length + members.length);
}
