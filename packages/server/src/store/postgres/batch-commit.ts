import type { ConversationId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { BatchChanges } from "./batch-changes.ts";
import { loadFacts } from "./batch-facts.ts";
import type { ConversationState } from "./conversation-state.ts";
import type { ConversationWrite } from "./conversation-writer.ts";
import type { Database } from "./database.ts";
import { isDuplicate } from "./failures.ts";
import type { Outcome } from "./group-commit.ts";
import type { OutboxRows } from "./outbox.ts";

type Writes = readonly ConversationWrite<unknown>[];

/** Batches that look up every key after one that should have: so that nobody can make each batch run twice. */
const CAUTIOUS_BATCHES = 100;

/** Commits the batches of one lane: facts, decisions, changes. */
export function batchCommit(database: Database, outbox: OutboxRows) {
  let cautious = 0;

  function attempt(writes: Writes, probe_keys: boolean): Promise<Outcome[]> {
    return database.transaction(async (transaction) => {
      const states = await loadFacts(transaction, writes, probe_keys || transaction.repeated);
      const changes = new BatchChanges();
      const outcomes = writes.map((write) => applyTo(states, write, changes, transaction.repeated));
      changes.write(transaction, outbox);
      return outcomes;
    });
  }

  return async (writes: Writes): Promise<Outcome[]> => {
    if (cautious > 0) cautious--;
    try {
      return await attempt(writes, cautious > 0);
    } catch (failure) {
      if (!isDuplicate(failure)) throw failure;
      cautious = CAUTIOUS_BATCHES;
      return attempt(writes, true); // a key was known after all, and nothing of the batch was written
    }
  };
}

function applyTo(
  states: ReadonlyMap<ConversationId, ConversationState>,
  write: ConversationWrite<unknown>,
  changes: BatchChanges,
  repeated: boolean,
): Outcome {
  const state = states.get(write.conversation_id);
  if (!state) return { rejection: new FeiliaoError("not_found") };
  try {
    return { value: write.apply(state, changes, repeated) };
  } catch (failure) {
    if (failure instanceof FeiliaoError) return { rejection: failure };
    throw failure;
  }
}
