import type { AccountId, ConversationId, Entry, Member } from "@feiliao/protocol";
import type { Store } from "@feiliao/server/store/store";

/** One conversation as the store has it in the end. */
export interface FinalLog {
  conversation_id: ConversationId;
  epoch: number;
  last_seq: number;
  entries: Entry[];
  /** Those whose rows somebody may read; each as it is told to itself where it is. */
  members: Member[];
}

export type FinalLogs = ReadonlyMap<ConversationId, FinalLog>;

const PAGE_LOGS = 500;
const PAGE_ENTRIES = 100;

/** Every log, whole, whoever may read how much of it. */
export async function readFinalLogs(store: Store, accounts: readonly AccountId[]): Promise<FinalLogs> {
  const ends = await readEnds(store);
  for (const account_id of accounts) {
    for (const id of await store.accounts.listed(account_id)) if (!ends.has(id)) ends.set(id, 0);
  }
  const logs = new Map<ConversationId, FinalLog>();
  for (const [conversation_id, last_seq] of ends) {
    const entries = await readEntries(store, conversation_id);
    const members = await readMembers(store, conversation_id, accounts);
    logs.set(conversation_id, { conversation_id, epoch: store.epoch(), last_seq, entries, members });
  }
  return logs;
}

/** How far each log goes. */
export async function readEnds({ feed }: Store): Promise<Map<ConversationId, number>> {
  const ends = new Map<ConversationId, number>();
  for (let after: ConversationId | null = null; ; ) {
    const page = await feed.heads(after, PAGE_LOGS);
    for (const { conversation_id, last_seq } of page) ends.set(conversation_id, last_seq);
    after = page.at(-1)?.conversation_id ?? null;
    if (after === null) return ends;
  }
}

async function readEntries({ feed }: Store, conversation_id: ConversationId): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (;;) {
    const after_seq = entries.at(-1)?.seq ?? 0;
    const [page] = await feed.entries([{ conversation_id, after_seq }], PAGE_ENTRIES);
    if (!page?.length) return entries;
    entries.push(...page);
  }
}

/** Through the eyes of all who are in it: readers of a channel are told to nobody but themselves. */
async function readMembers(
  { conversations }: Store,
  conversation_id: ConversationId,
  accounts: readonly AccountId[],
): Promise<Member[]> {
  const members = new Map<AccountId, Member>();
  for (const reader of accounts) {
    if (!(await conversations.isMember(conversation_id, reader))) continue;
    const { changes } = await conversations.changes(reader, [conversation_id], new Map(), 1);
    for (const member of changes[0]!.members) {
      if (member.account_id === reader || !members.has(member.account_id)) {
        members.set(member.account_id, member);
      }
    }
  }
  return [...members.values()];
}
