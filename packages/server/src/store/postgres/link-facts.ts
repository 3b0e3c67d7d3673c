import { byteaOf } from "./array-literal.ts";
import { type Appends, asked, type Part } from "./facts-query.ts";
import { uuidOf } from "./ids.ts";
import type { Transaction } from "./transaction.ts";

/** The invite links that appends show, as far as they are those of their conversations. */
export async function loadLinks(transaction: Transaction, appends: Appends): Promise<Part> {
  const shown = appends.flatMap(({ conversation_id, token_hash }) =>
    token_hash ? [{ conversation_id, token_hash }] : [],
  );
  const rows = await asked<{ expires_at: number | null }>(
    transaction,
    `SELECT n::integer, expires_at::float8
     FROM unnest($1::uuid[], $2::bytea[]) WITH ORDINALITY AS asked (conversation_id, token_hash, n)
     JOIN group_link USING (conversation_id, token_hash)`,
    shown.map(({ conversation_id, token_hash }) => [uuidOf(conversation_id), byteaOf(token_hash)]),
  );
  return (states) => {
    for (const { n, expires_at } of rows) {
      const { conversation_id, token_hash } = shown[n - 1]!;
      states.get(conversation_id)?.links.set(Buffer.from(token_hash).toString("hex"), expires_at);
    }
  };
}
