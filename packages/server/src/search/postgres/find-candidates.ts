import type { ConversationId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { arrayOf } from "../../store/postgres/array-literal.ts";
import type { Database } from "../../store/postgres/database.ts";
import { idOf, isId, uuidOf } from "../../store/postgres/ids.ts";
import type { Candidate, CandidateQuery, Candidates } from "../search-index.ts";
import { conversationHash, kindHash, termHash } from "./term-hash.ts";

type Row = { conversation_id: string; seq: number; time: string };

/** Where a page ended. */
interface Place {
  time: string;
  uuid: string;
  seq: string;
}

/** Up to so many conversations are looked up in the index of terms; of more, what was found is compared with them. */
const SCOPE_TERMS_MAX = 64;
const END: Place = { time: "9223372036854775807", uuid: "ffffffff-ffff-ffff-ffff-ffffffffffff", seq: "0" };

/** How good a plan is depends on how frequent the terms are, so each query is planned for its own. */
const PLANNED_EACH = "SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL jit = off";

export async function findCandidates(database: Database, query: CandidateQuery): Promise<Candidates> {
  const uuids = query.conversations.filter(isId).map(uuidOf);
  const { time, uuid, seq } = query.after === null ? END : readCursor(query.after);
  if (uuids.length === 0) return { candidates: [], next: null };
  const isNarrow = uuids.length <= SCOPE_TERMS_MAX;
  const all = [...query.terms.map(termHash), ...kindHash(query.kind)];
  const rows = await database.snapshot(async (transaction) => {
    await transaction.run(PLANNED_EACH);
    return await transaction.query<Row>(
      `SELECT conversation_id, seq, time FROM search_document
       WHERE terms @> $1::integer[] AND ${isNarrow ? "terms && $2::integer[]" : "conversation_id = ANY($2::uuid[])"}
         AND (time, conversation_id, seq) < ($3::bigint, $4::uuid, $5::integer)
       ORDER BY time DESC, conversation_id DESC, seq DESC LIMIT $6::integer`,
      arrayOf(all),
      arrayOf(isNarrow ? uuids.map(conversationHash) : uuids),
      time,
      uuid,
      seq,
      String(query.limit),
    );
  });
  const candidates = rows.map(toCandidate);
  return { candidates, next: candidates.length === query.limit ? candidates.at(-1)!.cursor : null };
}

function toCandidate({ conversation_id, seq, time }: Row): Candidate {
  return {
    conversation_id: idOf<ConversationId>("conversation", conversation_id),
    seq,
    cursor: `${time}.${conversation_id}.${seq}`,
  };
}

function readCursor(cursor: string): Place {
  const match = /^(\d{1,16})\.([0-9a-f-]{36})\.(\d{1,9})$/.exec(cursor);
  if (!match) throw new FeiliaoError("bad_request");
  const [, time, uuid, seq] = match as unknown as [string, string, string, string];
  return { time, uuid, seq };
}
