import type { ConversationId } from "@feiliao/protocol";
import type { FinalLog, FinalState, LoggedEntry } from "./final-log.ts";
import type { History, Send } from "./history.ts";

/** A history beside the final state, with what every rule looks up. */
export interface Subject {
  history: History;
  state: FinalState;
  logs: ReadonlyMap<ConversationId, FinalLog>;
  /** By `keyOf`; the first entry where a key is there more than once. */
  entries: ReadonlyMap<string, LoggedEntry>;
  sends: ReadonlyMap<string, readonly Send[]>;
}

interface Keyed {
  conversation_id: ConversationId;
  client_id: string;
}

/** The idempotency key (D2). */
export function keyOf({ conversation_id, client_id }: Keyed, account_id: string): string {
  return `${conversation_id} ${account_id} ${client_id}`;
}

export function subjectOf(history: History, state: FinalState): Subject {
  const entries = new Map<string, LoggedEntry>();
  for (const { conversation_id, entries: logged } of state.logs) {
    for (const entry of logged) {
      const key = keyOf({ conversation_id, client_id: entry.client_id }, entry.sender);
      if (!entries.has(key)) entries.set(key, entry);
    }
  }
  const sends = new Map<string, Send[]>();
  for (const send of history.sends) {
    const key = keyOf(send, send.account_id);
    const same = sends.get(key);
    if (same) same.push(send);
    else sends.set(key, [send]);
  }
  const logs = new Map(state.logs.map((log) => [log.conversation_id, log]));
  return { history, state, logs, entries, sends };
}
