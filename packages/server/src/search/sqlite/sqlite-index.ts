import { FeiliaoError } from "@feiliao/protocol/errors";
import type { SearchIndex } from "../search-index.ts";
import { readCursor } from "./document-id.ts";
import { type IndexConnection, inlineConnection, threadConnection } from "./index-connection.ts";

/**
 * The index beside the embedded store: `search.sqlite`, or ":memory:" for a server that is to forget. It is written
 * by one thread and read by another, so that neither keeps the serving thread, or the other, waiting.
 */
export function sqliteIndex(path: string): SearchIndex {
  if (path === ":memory:") return memoryIndex();
  return indexOver(threadConnection(path), threadConnection(path));
}

/** On the caller's thread. `scanned_max`: occurrences that one answer looks at. */
export function memoryIndex(scanned_max?: number): SearchIndex {
  const connection = inlineConnection(scanned_max);
  return indexOver(connection, connection);
}

function indexOver(writer: IndexConnection, reader: IndexConnection): SearchIndex {
  return {
    begin: (version) => writer.ask("begin", version),
    claim: async () => Number.POSITIVE_INFINITY,
    positions: async (conversations) => new Map(await writer.ask("positions", conversations)),
    write: (batch) => writer.ask("write", batch),
    complete: () => reader.ask("complete"),
    setComplete: (complete) => writer.ask("setComplete", complete),
    async candidates({ after, limit, ...query }) {
      const from = after === null ? null : readCursor(after);
      if (after !== null && from === null) throw new FeiliaoError("bad_request");
      return await reader.ask("candidates", query, from, limit);
    },
    async close() {
      await writer.close();
      if (reader !== writer) await reader.close();
    },
  };
}
