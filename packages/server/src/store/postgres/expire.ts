import type { ConversationId } from "@feiliao/protocol";
import type { Expired } from "../conversation-store.ts";
import { SPOKEN_WAIT_MS } from "../expiry-rules.ts";
import { erase } from "./apply-consequences.ts";
import { BatchChanges } from "./batch-changes.ts";
import { loadFacts } from "./batch-facts.ts";
import type { ConversationState } from "./conversation-state.ts";
import type { Database } from "./database.ts";
import { idOf } from "./ids.ts";
import type { OutboxRows } from "./outbox.ts";
import type { Transaction } from "./transaction.ts";

/** SKIP LOCKED: what another node erases at this moment is neither waited for nor erased twice. */
const CLAIM = `
  WITH due AS MATERIALIZED (
    SELECT conversation_id, seq FROM expiry WHERE due_at <= $1::bigint
    ORDER BY due_at LIMIT $2::integer FOR UPDATE SKIP LOCKED)
  DELETE FROM expiry USING due WHERE expiry.conversation_id = due.conversation_id AND expiry.seq = due.seq
  RETURNING expiry.conversation_id, expiry.seq, due_at::float8, EXISTS (
    SELECT FROM talk WHERE talk.conversation_id = due.conversation_id AND talk.seq = due.seq AND talk.state = 'open'
  ) AS spoken`;

interface Due {
  conversation_id: ConversationId;
  /** Seq of the message. */
  target: number;
  /** It is a voice message that is being spoken. */
  spoken: boolean;
}

/** Erases what is due by then. Its conversations are locked after it, which nothing does the other way round. */
export function expire(
  database: Database,
  outbox: OutboxRows,
  now: number,
  limit: number,
): Promise<Expired[]> {
  return database.transaction(async (transaction) => {
    const due = await claim(transaction, now, limit);
    if (due.length === 0) return [];
    const states = await loadFacts(transaction, due, false);
    const changes = new BatchChanges();
    const expired = due.flatMap(({ conversation_id, target, spoken }) => {
      const state = states.get(conversation_id)!;
      if (!spoken) return expireEntry(state, target, changes) ?? [];
      changes.expireAt(state, target, now + SPOKEN_WAIT_MS);
      return [];
    });
    changes.write(transaction, outbox);
    return expired;
  });
}

async function claim(transaction: Transaction, now: number, limit: number): Promise<Due[]> {
  const rows = await transaction.query<{
    conversation_id: string;
    seq: number;
    due_at: number;
    spoken: boolean;
  }>(CLAIM, String(now), String(limit));
  return rows
    .sort((a, b) => a.due_at - b.due_at)
    .map(({ conversation_id, seq, spoken }) => ({
      conversation_id: idOf<ConversationId>("conversation", conversation_id),
      target: seq,
      spoken,
    }));
}

/** Null for what was recalled before. */
function expireEntry(state: ConversationState, seq: number, changes: BatchChanges): Expired | null {
  const target = state.targets.get(seq);
  if (!target || target.content.type === "erased") return null;
  for (const edit of target.fold?.edit?.seqs ?? []) erase(state, edit, changes);
  erase(state, seq, changes);
  changes.setFold(state, seq, undefined); // it has the words of the last edit
  const { id: conversation_id, info } = state;
  if (!info.pins.includes(seq)) return { conversation_id, seq };
  changes.saveInfo(state, { ...info, pins: info.pins.filter((pin) => pin !== seq) });
  return { conversation_id, seq, info: state.info };
}
