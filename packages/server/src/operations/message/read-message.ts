import type { AccountId, ConversationId, Entry } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { disappears } from "../../store/append-rules.ts";
import type { Services } from "../services.ts";

/** A message as it is now. @throws not_found, and target_gone when it is none, has been recalled or was erased */
export async function readMessage(
  { store }: Pick<Services, "store">,
  account_id: AccountId,
  conversation_id: ConversationId,
  seq: number,
): Promise<Entry> {
  const { entries } = await store.conversations.read(conversation_id, account_id, {
    after_seq: seq - 1,
    limit: 1,
  });
  const [entry] = entries;
  if (entry?.seq !== seq || !disappears(entry.content)) throw new FeiliaoError("target_gone");
  return entry;
}
