import type { ConversationId } from "@feiliao/protocol";
import { arrayOf } from "../../store/postgres/array-literal.ts";
import type { Database } from "../../store/postgres/database.ts";
import { idOf, isId, uuidOf } from "../../store/postgres/ids.ts";
import type { Transaction } from "../../store/postgres/transaction.ts";
import type { CandidateQuery, Candidates } from "../search-index.ts";
import { cursorOf, END, newestFirst, type Place, readCursor } from "./place.ts";
import { conversationHash, kindHash, termHash } from "./term-hash.ts";

/** Up to so many conversations are looked up in the index of terms; of more, what was found is compared with them. */
const SCOPE_TERMS_MAX = 64;
/** What one answer may take. */
export interface WorkLimits {
  /** With so few occurrences all of them are read; more are met soon on the way back in time. */
  occurrences_max: number;
  /** Documents to go back in time. */
  walked_max: number;
}

export const WORK_LIMITS: WorkLimits = { occurrences_max: 1_000, walked_max: 50_000 };

/** Which index serves which statement is decided here: the planner does not know how frequent a term is. */
const BY_INDEX = "SET LOCAL enable_seqscan = off; SET LOCAL jit = off";
const BY_TIME = "SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off";

/** The conditions of a search: $1 all of these terms, $2 (when it is narrow) any of these. */
interface Terms {
  condition: string;
  parameters: string[];
}

export async function findCandidates(
  database: Database,
  query: CandidateQuery,
  limits: WorkLimits,
): Promise<Candidates> {
  const after = query.after === null ? END : readCursor(query.after);
  const uuids = query.conversations.filter(isId).map(uuidOf);
  if (uuids.length === 0) return { candidates: [], next: null };
  const terms = termsOf(query, uuids);
  return await database.snapshot(async (transaction) => {
    await transaction.run(BY_INDEX);
    const all = await occurrences(transaction, terms, limits);
    if (all.length > limits.occurrences_max) {
      return await walkBack(transaction, { terms, uuids, after, limit: query.limit, limits });
    }
    const scope = new Set(uuids);
    const found = all
      .filter(({ conversation_id }) => scope.has(conversation_id.replaceAll("-", "")))
      .filter((place) => newestFirst(after, place) < 0)
      .sort(newestFirst);
    return pageOf(found.slice(0, query.limit), found.length > query.limit);
  });
}

function termsOf({ terms, kind }: CandidateQuery, uuids: readonly string[]): Terms {
  const all = arrayOf([...terms.map(termHash), ...kindHash(kind)]);
  if (uuids.length > SCOPE_TERMS_MAX) return { condition: "terms @> $1::integer[]", parameters: [all] };
  const any = arrayOf(uuids.map(conversationHash));
  return { condition: "terms @> $1::integer[] AND terms && $2::integer[]", parameters: [all, any] };
}

/** By the index of terms, in no order; one more than may be is how too many are told. */
function occurrences(
  transaction: Transaction,
  { condition, parameters }: Terms,
  { occurrences_max }: WorkLimits,
): Promise<Place[]> {
  return transaction.query<Place>(
    `SELECT time, conversation_id, seq FROM search_document WHERE ${condition} LIMIT ${occurrences_max + 1}`,
    ...parameters,
  );
}

interface Walk {
  terms: Terms;
  uuids: readonly string[];
  after: Place;
  limit: number;
  limits: WorkLimits;
}

/** By the index of time, from a place on, as far as it takes or may. */
async function walkBack(
  transaction: Transaction,
  { terms, uuids, after, limit, limits }: Walk,
): Promise<Candidates> {
  await transaction.run(BY_TIME);
  const { condition, parameters } = terms;
  const { walked_max } = limits;
  const [time, uuid, seq, scope] = [1, 2, 3, 4].map((k) => `$${parameters.length + k}`);
  const stretch = `SELECT * FROM search_document
    WHERE (time, conversation_id, seq) < (${time}::bigint, ${uuid}::uuid, ${seq}::integer)
    ORDER BY time DESC, conversation_id DESC, seq DESC`;
  const from = [after.time, after.conversation_id, String(after.seq)];
  const found = await transaction.query<Place>(
    `SELECT time, conversation_id, seq FROM (${stretch} LIMIT ${walked_max}) AS stretch
     WHERE ${condition} AND conversation_id = ANY(${scope}::uuid[]) LIMIT ${limit}`,
    ...parameters,
    ...from,
    arrayOf(uuids),
  );
  if (found.length === limit) return pageOf(found, true);
  const [last] = await transaction.query<Place>(
    `SELECT time, conversation_id, seq FROM search_document
     WHERE (time, conversation_id, seq) < ($1::bigint, $2::uuid, $3::integer)
     ORDER BY time DESC, conversation_id DESC, seq DESC OFFSET ${walked_max - 1} LIMIT 1`,
    ...from,
  );
  return { ...pageOf(found, false), next: last ? cursorOf(last) : null };
}

function pageOf(places: readonly Place[], more: boolean): Candidates {
  const candidates = places.map((place) => ({
    conversation_id: idOf<ConversationId>("conversation", place.conversation_id),
    seq: place.seq,
    cursor: cursorOf(place),
  }));
  return { candidates, next: more ? candidates.at(-1)!.cursor : null };
}
