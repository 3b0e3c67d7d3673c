import type { ConversationId } from "@feiliao/protocol";
import type { LogFeed } from "../log-feed.ts";
import { columnsOf } from "./array-literal.ts";
import type { Database } from "./database.ts";
import { ENTRY_COLUMNS, type EntryRow, fitting, toEntry } from "./entry-rows.ts";
import { idOf, uuidOf } from "./ids.ts";

/** Before the id of every conversation. */
const FIRST_UUID = "00000000-0000-0000-0000-000000000000";

/** In the order of the ids. */
export function postgresFeed(database: Database): LogFeed {
  return {
    async heads(after, limit) {
      const rows = await database.query<{ conversation_id: string; last_seq: number }>(
        `SELECT conversation_id, last_seq FROM conversation WHERE conversation_id > $1::uuid
         ORDER BY conversation_id LIMIT $2::integer`,
        after === null ? FIRST_UUID : uuidOf(after),
        String(limit),
      );
      return rows.map(({ conversation_id, last_seq }) => ({
        conversation_id: idOf<ConversationId>("conversation", conversation_id),
        last_seq,
      }));
    },

    async entries(positions, limit) {
      if (positions.length === 0) return [];
      const rows = await database.query<EntryRow & { place: number }>(
        `SELECT place, ${ENTRY_COLUMNS}
         FROM unnest($1::integer[], $2::uuid[], $3::integer[]) AS wanted (place, wanted_id, after_seq)
         JOIN LATERAL (
           SELECT ${ENTRY_COLUMNS} FROM entry WHERE conversation_id = wanted_id AND seq > after_seq
           ORDER BY seq LIMIT $4::integer
         ) AS page ON true
         ORDER BY place, seq`,
        ...columnsOf(
          positions.map(({ conversation_id, after_seq }, place) => [
            place,
            uuidOf(conversation_id),
            after_seq,
          ]),
        ),
        String(limit),
      );
      const byPlace = Map.groupBy(rows, ({ place }) => place);
      return positions.map((_, place) => fitting(byPlace.get(place) ?? []).map((row) => toEntry(row)));
    },
  };
}
