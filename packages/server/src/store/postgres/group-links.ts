import type { AccountId, ConversationId, ConversationInfo } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { refusal } from "../../conversation/can.ts";
import type { KnownLink, SetLink } from "../conversation-store.ts";
import { readStanding } from "./conversation-reads.ts";
import { rightsOf } from "./conversation-state.ts";
import type { ConversationWrite } from "./conversation-writer.ts";
import type { Database } from "./database.ts";
import { idOf, uuidOf } from "./ids.ts";
import { readInfo } from "./info-column.ts";

/** A new invite link, or none any more, as a write of a batch. */
export function linkWrite({ conversation_id, account_id, link, now }: SetLink): ConversationWrite<void> {
  return {
    conversation_id,
    account_id,
    apply(state, changes) {
      const refused = refusal("make_link", rightsOf(state.members.get(account_id) ?? null, state.info, now));
      if (refused) throw new FeiliaoError(refused);
      state.links.clear();
      if (link) state.links.set(Buffer.from(link.token_hash).toString("hex"), link.expires_at);
      changes.setLink(state, link);
    },
  };
}

/** The link that is good now; null when there is none. */
export async function readLink(
  database: Database,
  conversation_id: ConversationId,
  account_id: AccountId,
  now: number,
): Promise<KnownLink | null> {
  const present = await readStanding(database, conversation_id, account_id);
  const refused = present
    ? refusal("see_link", rightsOf(present.standing, present.info, now))
    : ("not_found" as const);
  if (refused) throw new FeiliaoError(refused);
  const [row] = await database.query<{ nonce: Buffer; expires_at: number | null }>(
    "SELECT nonce, expires_at::float8 FROM group_link WHERE conversation_id = $1::uuid AND (expires_at IS NULL OR expires_at > $2::bigint)",
    uuidOf(conversation_id),
    String(now),
  );
  return row ? { nonce: new Uint8Array(row.nonce), expires_at: row.expires_at } : null;
}

/** Whose link this is; null when it is nobody's, revoked or expired. */
export async function readByLink(
  database: Database,
  token_hash: Uint8Array,
  now: number,
): Promise<{ conversation_id: ConversationId; info: ConversationInfo } | null> {
  const [row] = await database.query<{ conversation_id: string; info: string | null }>(
    `SELECT conversation_id, info FROM group_link JOIN conversation USING (conversation_id)
     WHERE token_hash = $1 AND (expires_at IS NULL OR expires_at > $2::bigint)`,
    token_hash,
    String(now),
  );
  if (!row) return null;
  return {
    conversation_id: idOf<ConversationId>("conversation", row.conversation_id),
    info: readInfo(row.info),
  };
}
