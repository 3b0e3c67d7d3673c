import type { AccountId, ConversationId, Entry, Member } from "@feiliao/protocol";
import type { Store } from "@feiliao/server/store/store";

/** One conversation as the store has it in the end. */
export interface FinalLog {
  conversation_id: ConversationId;
  epoch: number;
  last_seq: number;
  entries: Entry[];
  members: Member[];
}

export type FinalLogs = ReadonlyMap<ConversationId, FinalLog>;

const PAGE_ENTRIES = 100;

/** Every log that one of these accounts may read, through the port that the server itself reads with. */
export async function readFinalLogs(store: Store, accounts: readonly AccountId[]): Promise<FinalLogs> {
  const logs = new Map<ConversationId, FinalLog>();
  for (const account_id of accounts) {
    for (const conversation_id of await store.accounts.listed(account_id)) {
      if (logs.has(conversation_id)) continue;
      logs.set(conversation_id, await readLog(store, conversation_id, account_id));
    }
  }
  return logs;
}

async function readLog(store: Store, conversation_id: ConversationId, reader: AccountId): Promise<FinalLog> {
  const entries: Entry[] = [];
  for (;;) {
    const after_seq = entries.at(-1)?.seq ?? 0;
    const page = await store.conversations.read(conversation_id, reader, { after_seq, limit: PAGE_ENTRIES });
    entries.push(...page.entries);
    if (page.entries.length > 0) continue;
    const { epoch, last_seq } = page;
    const { changes } = await store.conversations.changes(reader, [conversation_id], new Map(), 1);
    return { conversation_id, epoch, last_seq, entries, members: changes[0]!.members };
  }
}
