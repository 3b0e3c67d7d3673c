import type { Database } from "bun:sqlite";
import type { KnownLink, SetLink } from "../conversation-store.ts";

interface LinkRow {
  conversation_no: number;
  nonce: Uint8Array;
  expires_at: number | null;
}

type NewLink = NonNullable<SetLink["link"]>;

/** The invite links of groups: at most one each, known by its token's hash. */
export class InviteLinks {
  readonly #queries;

  constructor(database: Database) {
    const columns = "SELECT conversation_no, nonce, expires_at FROM group_link";
    this.#queries = {
      byHash: database.query<LinkRow, [Uint8Array]>(`${columns} WHERE token_hash = ?`),
      of: database.query<LinkRow, [number]>(`${columns} WHERE conversation_no = ?`),
      put: database.query<unknown, [number, Uint8Array, Uint8Array, number | null]>(
        "INSERT OR REPLACE INTO group_link (conversation_no, token_hash, nonce, expires_at) VALUES (?, ?, ?, ?)",
      ),
      remove: database.query<unknown, [number]>("DELETE FROM group_link WHERE conversation_no = ?"),
    };
  }

  /** Whose link it is; null when it is nobody's, revoked or expired. */
  conversationNo(token_hash: Uint8Array, now: number): number | null {
    return good(this.#queries.byHash.get(token_hash), now)?.conversation_no ?? null;
  }

  /** Null when there is none that is good. */
  of(conversation_no: number, now: number): KnownLink | null {
    const row = good(this.#queries.of.get(conversation_no), now);
    return row && { nonce: row.nonce, expires_at: row.expires_at };
  }

  /** Within a write only: in the place of the one before. */
  set(conversation_no: number, link: NewLink | null): void {
    if (link) this.#queries.put.run(conversation_no, link.token_hash, link.nonce, link.expires_at);
    else this.#queries.remove.run(conversation_no);
  }
}

function good(row: LinkRow | null, now: number): LinkRow | null {
  return row && (row.expires_at === null || row.expires_at > now) ? row : null;
}
