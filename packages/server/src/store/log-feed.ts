import type { ConversationId, Entry } from "@feiliao/protocol";

/** How far a log goes. */
export interface LogHead {
  conversation_id: ConversationId;
  last_seq: number;
}

/** Where somebody who follows a log has come to. */
export interface LogPosition {
  conversation_id: ConversationId;
  after_seq: number;
}

/** All logs, for work of the server's own that follows them. Nobody's rights are asked: no answer may leave it. */
export interface LogFeed {
  /** The logs after a conversation, in an order that stays, at most `limit`. Null: from the first. */
  heads(after: ConversationId | null, limit: number): Promise<LogHead[]>;
  /**
   * For each position the next entries of its log, ascending, at most `limit` and fewer when they are large: where
   * there are none, the log goes no further.
   */
  entries(positions: readonly LogPosition[], limit: number): Promise<Entry[][]>;
}
