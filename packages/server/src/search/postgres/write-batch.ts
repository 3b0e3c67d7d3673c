import { arrayOf, columnsOf } from "../../store/postgres/array-literal.ts";
import type { Database } from "../../store/postgres/database.ts";
import { uuidOf } from "../../store/postgres/ids.ts";
import type { Document, IndexBatch } from "../search-index.ts";
import { termsOf } from "../terms.ts";
import { conversationHash, kindHash, termHash } from "./term-hash.ts";

/** Writes a batch in one transaction; written again, it changes nothing. */
export function writeBatch(database: Database, { documents, positions }: IndexBatch): Promise<void> {
  const kept = documents.filter(({ searchable }) => searchable !== null);
  const gone = documents.filter(({ searchable }) => searchable === null);
  return database.transaction(async (transaction) => {
    if (gone.length > 0)
      transaction.write(
        `DELETE FROM search_document USING unnest($1::uuid[], $2::integer[]) AS gone (conversation_id, seq)
         WHERE search_document.conversation_id = gone.conversation_id AND search_document.seq = gone.seq`,
        ...columnsOf(gone.map(({ conversation_id, seq }) => [uuidOf(conversation_id), seq])),
      );
    if (kept.length > 0)
      transaction.write(
        `INSERT INTO search_document (conversation_id, seq, time, terms)
         SELECT conversation_id, seq, time, terms::integer[]
         FROM unnest($1::uuid[], $2::integer[], $3::bigint[], $4::text[]) AS kept (conversation_id, seq, time, terms)
         ON CONFLICT (conversation_id, seq) DO UPDATE SET terms = excluded.terms`,
        ...columnsOf(
          kept.map((document) => [
            uuidOf(document.conversation_id),
            document.seq,
            document.server_time,
            arrayOf(hashesOf(document)),
          ]),
        ),
      );
    if (positions.length > 0)
      transaction.write(
        `INSERT INTO search_position (conversation_id, seq) SELECT * FROM unnest($1::uuid[], $2::integer[])
         ON CONFLICT (conversation_id) DO UPDATE SET seq = greatest(search_position.seq, excluded.seq)`,
        ...columnsOf(positions.map(({ conversation_id, seq }) => [uuidOf(conversation_id), seq])),
      );
  });
}

function hashesOf({ conversation_id, searchable }: Document): number[] {
  const { kind, text } = searchable!;
  const hashes = [
    ...termsOf(text).map(termHash),
    conversationHash(uuidOf(conversation_id)),
    ...kindHash(kind),
  ];
  return [...new Set(hashes)];
}
