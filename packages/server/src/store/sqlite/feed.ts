import type { Database } from "bun:sqlite";
import type { ConversationId } from "@feiliao/protocol";
import type { LogFeed } from "../log-feed.ts";
import type { EntryPages } from "./entry-pages.ts";
import type { EntryLog } from "./log/entry-log.ts";

interface ConversationRow {
  no: number;
  id: ConversationId;
}

/** In the order in which the conversations were opened. */
export function sqliteFeed(database: Database, log: EntryLog, pages: EntryPages): LogFeed {
  const queries = {
    no: database.query<{ no: number }, [string]>("SELECT no FROM conversation WHERE id = ?"),
    after: database.query<ConversationRow, [number, number]>(
      "SELECT no, id FROM conversation WHERE no > ? ORDER BY no LIMIT ?",
    ),
  };
  const noOf = (id: ConversationId): number | null => queries.no.get(id)?.no ?? null;
  return {
    async heads(after, limit) {
      const after_no = after === null ? 0 : (noOf(after) ?? 0);
      return queries.after
        .all(after_no, limit)
        .map(({ no, id }) => ({ conversation_id: id, last_seq: log.last(no)?.seq ?? 0 }));
    },

    async entries(positions, limit) {
      return positions.map(({ conversation_id, after_seq }) => {
        const no = noOf(conversation_id);
        return no === null ? [] : pages.after(no, after_seq, limit);
      });
    },
  };
}
