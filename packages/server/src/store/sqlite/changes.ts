import type { ConversationChange, ConversationId } from "@feiliao/protocol";
import type { ChangesPage, Position } from "../conversation-store.ts";
import { type ConversationState, toMember } from "./conversation-state.ts";
import { type EntryPages, PAGE_BYTES_MAX } from "./entry-pages.ts";

/** A device that is new to a conversation gets this much of its end; older pages it reads as they are needed. */
const NEWEST_ENTRIES = 20;

/**
 * What changed since the positions, the conversations with the newest activity first. Rows and positions come
 * from the same committed state (D7): no event can fall between them.
 */
export function readChanges(
  states: readonly ConversationState[],
  positions: ReadonlyMap<ConversationId, Position>,
  entries_max: number,
  pages: EntryPages,
): ChangesPage {
  const page: ChangesPage = { changes: [], positions: new Map(), more: false };
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
    const chain = last === state.last_seq ? state.chain : pages.chainAt(state.no, last)!;
    page.changes.push(change);
    page.positions.set(state.id, { epoch: state.epoch, seq: last, chain, revision: state.revision });
    if (last < state.last_seq) page.more = true;
    budget -= Math.max(1, change.entries.length);
    bytes += sizeOf(change);
  }
  return page;
}

function hasChanged(state: ConversationState, had: Position | undefined): boolean {
  if (!had) return true;
  if (had.epoch !== state.epoch || had.seq !== state.last_seq) return true;
  return had.chain !== state.chain || had.revision !== state.revision;
}

/** D10: whether the device has seen what this log does not hold. It starts the conversation anew, and knows it. */
function hasDiverged(state: ConversationState, had: Position, pages: EntryPages): boolean {
  if (had.epoch !== state.epoch || had.seq > state.last_seq || had.revision > state.revision) return true;
  return had.chain !== (had.seq === state.last_seq ? state.chain : pages.chainAt(state.no, had.seq));
}

function changeOf(
  state: ConversationState,
  had: Position | undefined,
  budget: number,
  pages: EntryPages,
): ConversationChange {
  const { id, no, epoch, last_seq } = state;
  const reset = !had || hasDiverged(state, had, pages);
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

/** About how large a change is on the wire. */
function sizeOf({ entries, members }: ConversationChange): number {
  const text = entries.reduce(
    (sum, { content }) => sum + (content.type === "text" ? content.text.length : 0),
    0,
  );
  return text + 300 * (entries.length + members.length);
}
