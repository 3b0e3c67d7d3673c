import type { AccountId, ConversationId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { AppendIntent } from "../conversation-store.ts";
import type { BatchChanges } from "./batch-changes.ts";
import { batchCommit } from "./batch-commit.ts";
import type { ConversationState } from "./conversation-state.ts";
import type { Database } from "./database.ts";
import { GroupCommit } from "./group-commit.ts";
import { isId } from "./ids.ts";
import type { OutboxRows } from "./outbox.ts";

/** What a write to one conversation must know. */
export interface WriteNeeds {
  conversation_id: ConversationId;
  /** Who acts, if somebody does: their membership is read. */
  account_id?: AccountId;
  /** Its key and device, and whom and what its content names, are read as well. */
  append?: AppendIntent;
  /** Seq of the entry that it changes, besides that of the append. */
  target?: number;
}

/** A write to one conversation: what it must know, and what it then does. */
export interface ConversationWrite<T> extends WriteNeeds {
  account_id: AccountId;
  /**
   * Decides and changes, on facts that are locked. It must check before it changes anything: a FeiliaoError
   * rejects this write alone. `repeated`: an earlier attempt may have been committed.
   */
  apply(state: ConversationState, changes: BatchChanges, repeated: boolean): T;
}

/** Commits under way at once. A conversation has its lane, so its writes keep their order. */
const LANES = 2;

/** The writes to conversations, many in a commit. */
export class ConversationWriter {
  readonly #lanes: GroupCommit<ConversationWrite<unknown>>[];

  constructor(database: Database, outbox: OutboxRows) {
    this.#lanes = Array.from({ length: LANES }, () => new GroupCommit(batchCommit(database, outbox)));
  }

  async write<T>(write: ConversationWrite<T>): Promise<T> {
    if (!idsOf(write).every(isId)) throw new FeiliaoError("not_found");
    return (await this.#laneOf(write.conversation_id).add(write)) as T;
  }

  async close(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }

  #laneOf(id: ConversationId) {
    return this.#lanes[Bun.hash.xxHash32(id) % LANES]!;
  }
}

/** Checked before it joins others in a batch. */
function idsOf({ conversation_id, account_id, append }: ConversationWrite<unknown>): string[] {
  if (!append) return [conversation_id, account_id];
  const { device_id, content, talk } = append;
  const named = content.type === "membership" ? content.account_ids : [];
  const talks = talk ? ["start" in talk ? talk.start : talk.end] : [];
  return [conversation_id, account_id, device_id, ...named, ...talks];
}
