import { blobsOf } from "../append-rules.ts";
import { grantOf } from "./conversation-state.ts";
import { type Appends, asked, type Part } from "./facts-query.ts";
import { uuidOf } from "./ids.ts";
import type { Transaction } from "./transaction.ts";

/** Whether an account uploaded a blob lies with the account, but is never taken back: it may be read from anywhere. */
export async function loadBlobs(transaction: Transaction, appends: Appends): Promise<Part> {
  const shown = appends.flatMap(({ conversation_id, account_id, content }) =>
    blobsOf(content).map((blob_id) => ({ conversation_id, account_id, blob_id })),
  );
  const rows = await asked<{ granted: boolean; refs: number | null }>(
    transaction,
    `SELECT n::integer, refs, EXISTS (SELECT FROM blob_grant WHERE blob_grant.account_id = asked.account_id
                                        AND blob_grant.blob_id = asked.blob_id) AS granted
     FROM unnest($1::uuid[], $2::uuid[], $3::text[]) WITH ORDINALITY AS asked (conversation_id, account_id, blob_id, n)
     LEFT JOIN conversation_blob USING (conversation_id, blob_id)`,
    shown.map(({ conversation_id, account_id, blob_id }) => [
      uuidOf(conversation_id),
      uuidOf(account_id),
      blob_id,
    ]),
  );
  return (states) => {
    for (const { n, granted, refs } of rows) {
      const { conversation_id, account_id, blob_id } = shown[n - 1]!;
      const state = states.get(conversation_id);
      state?.blob_refs.set(blob_id, refs ?? 0);
      if (granted) state?.grants.add(grantOf(account_id, blob_id));
    }
  };
}
