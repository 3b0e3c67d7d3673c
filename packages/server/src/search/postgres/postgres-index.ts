import type { ConversationId } from "@feiliao/protocol";
import type { Clock } from "../../platform/clock.ts";
import type { Logger } from "../../platform/logger.ts";
import type { Random } from "../../platform/random.ts";
import { arrayOf } from "../../store/postgres/array-literal.ts";
import { Database } from "../../store/postgres/database.ts";
import { idOf, uuidOf } from "../../store/postgres/ids.ts";
import type { SearchIndex } from "../search-index.ts";
import { findCandidates, WORK_LIMITS, type WorkLimits } from "./find-candidates.ts";
import { prepareTables } from "./index-schema.ts";
import { writeBatch } from "./write-batch.ts";

/** Of its own, so that no search keeps a message waiting for a connection. */
const CONNECTIONS_MAX = 4;
/** A node that is gone leaves the index to another one after this time. */
const CLAIM_MS = 10_000;
const HOLDER_BYTES = 12;

interface Parts {
  clock: Clock;
  logger: Logger;
  random: Random;
  limits?: WorkLimits;
}

/** The index beside the store on PostgreSQL: three tables of the same database, filled by one node at a time. */
export async function postgresIndex(
  url: string,
  { limits = WORK_LIMITS, ...parts }: Parts,
): Promise<SearchIndex> {
  const database = new Database(url, { ...parts, connections_max: CONNECTIONS_MAX });
  const holder = Buffer.from(parts.random.bytes(HOLDER_BYTES)).toString("hex");
  try {
    await prepareTables(database);
  } catch (failure) {
    await database.close();
    throw failure;
  }

  return {
    begin: (version) =>
      database.transaction(async (transaction) => {
        const [state] = await transaction.query<{ version: string }>(
          "SELECT version FROM search_state FOR UPDATE",
        );
        if (state?.version === version) return;
        await transaction.run("TRUNCATE search_document, search_position");
        transaction.write("UPDATE search_state SET version = $1::text, complete = false", version);
      }),

    async claim() {
      const claimed = await database.change(
        `UPDATE search_state SET holder = $1::text, held_until = now() + $2::integer * interval '1 ms'
         WHERE holder IS NULL OR holder = $1::text OR held_until < now()`,
        holder,
        String(CLAIM_MS),
      );
      return claimed > 0 ? CLAIM_MS : 0;
    },

    async positions(conversations) {
      const rows = await database.query<{ conversation_id: string; seq: number }>(
        "SELECT conversation_id, seq FROM search_position WHERE conversation_id = ANY($1::uuid[])",
        arrayOf(conversations.map(uuidOf)),
      );
      return new Map(
        rows.map(({ conversation_id, seq }) => [idOf<ConversationId>("conversation", conversation_id), seq]),
      );
    },

    write: (batch) => writeBatch(database, batch),

    async complete() {
      const [state] = await database.query<{ complete: boolean }>("SELECT complete FROM search_state");
      return state?.complete ?? false;
    },

    async setComplete(complete) {
      await database.change("UPDATE search_state SET complete = $1::boolean", String(complete));
    },

    candidates: (query) => findCandidates(database, query, limits),

    async close() {
      // Left to another node at once; when that cannot be said any more, it will find out.
      await database
        .change("UPDATE search_state SET holder = NULL WHERE holder = $1::text", holder)
        .catch(() => {});
      await database.close();
    },
  };
}
