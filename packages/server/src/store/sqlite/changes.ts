import type { AccountId, ConversationChange, ConversationId, Member } from "@feiliao/protocol";
import { hasChanged, NEWEST_ENTRIES, type SyncView, startsAnew } from "../change-rules.ts";
import type { ChangesPage, Position } from "../conversation-store.ts";
import { type ConversationState, toMember } from "./conversation-state.ts";
import { type EntryPages, PAGE_BYTES_MAX } from "./entry-pages.ts";

/** A conversation and how it looks to who reads it. */
interface Viewed {
  state: ConversationState;
  view: SyncView;
}

/**
 * What changed since the positions, the conversations with the newest activity first. Rows and positions come
 * from the same committed state (D7): no event can fall between them.
 */
export function readChanges(
  epoch: number,
  reader: AccountId,
  states: readonly ConversationState[],
  positions: ReadonlyMap<ConversationId, Position>,
  entries_max: number,
  pages: EntryPages,
): ChangesPage {
  const page: ChangesPage = { epoch, changes: [], positions: new Map(), more: false };
  let budget = entries_max;
  let bytes = 0;
  const changed = states
    .map((state) => ({ state, view: viewOf(state, reader) }))
    .filter(({ state, view }) => hasChanged(state, view, positions.get(state.id)))
    .sort((a, b) => b.state.last_time - a.state.last_time);
  for (const viewed of changed) {
    if (budget <= 0 || bytes > PAGE_BYTES_MAX) {
      page.more = true;
      break;
    }
    const { state } = viewed;
    const had = positions.get(state.id);
    const change = changeOf(viewed, reader, had, budget, pages);
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

function viewOf({ members, told_revision }: ConversationState, reader: AccountId): SyncView {
  const { from_seq, revision } = members.get(reader)!;
  return { from_seq, told_revision: Math.max(told_revision, revision) };
}

function changeOf(
  { state, view }: Viewed,
  reader: AccountId,
  had: Position | undefined,
  budget: number,
  pages: EntryPages,
): ConversationChange {
  const { id, no, epoch, last_seq } = state;
  const reset = !had || startsAnew(state, view, had, chainAt(state, had.seq, pages));
  const since = reset ? -1 : had.revision;
  return {
    conversation_id: id,
    epoch,
    last_seq,
    reset,
    entries: reset
      ? pages.before(no, last_seq + 1, Math.min(NEWEST_ENTRIES, budget), view.from_seq)
      : pages.after(no, had.seq, budget),
    members: membersSince(state, reader, since),
    ...(state.info_revision > since && { info: state.info }),
  };
}

/** As this reader is told of them: see ConversationStore.changes. */
function membersSince({ kind, members }: ConversationState, reader: AccountId, since: number): Member[] {
  const told: Member[] = [];
  for (const member of members.values()) {
    const own = member.account_id === reader;
    if (kind === "channel" && !own && member.told_revision === 0) continue;
    if ((own ? member.revision : member.told_revision) > since) told.push(toMember(member));
  }
  return told;
}

function chainAt(state: ConversationState, seq: number, pages: EntryPages): number | null {
  return seq === state.last_seq ? state.chain : pages.chainAt(state.no, seq);
}

/** About how large a change is on the wire. */
function sizeOf({ entries, members }: ConversationChange): number {
  const said = entries.reduce((sum, { content, fold }) => {
    const words = "text" in content ? content.text.length : 0;
    return sum + words + (fold ? JSON.stringify(fold).length : 0);
  }, 0);
  return said + 300 * (entries.length + members.length);
}
