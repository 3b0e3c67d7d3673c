import type { Output } from "@feiliao/protocol";
import type { ImportedUser } from "../drivers/feiliao-client.ts";
import type { SearchOutcome } from "./peer.ts";

/** One search/query of a user, by HTTP. */
export async function searchAs(
  user: ImportedUser,
  port: number,
  query: string,
  friend: number | null,
): Promise<SearchOutcome> {
  const conversation_id = friend === null ? undefined : user.conversations[friend];
  const response = await fetch(`http://127.0.0.1:${port}/v1/search/query`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${user.token}` },
    body: JSON.stringify({ query, ...(conversation_id && { conversation_id }) }),
  });
  if (!response.ok) throw new Error(`search/query was answered with ${response.status}`);
  const { hits, complete } = (await response.json()) as Output<"search/query">;
  return { hits: hits.length, complete };
}
