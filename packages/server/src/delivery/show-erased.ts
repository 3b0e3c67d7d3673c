import type { AccountId, ConversationId, MembershipContent } from "@feiliao/protocol";
import type { ConversationLog } from "../conversation/conversation-log.ts";
import type { Clock } from "../platform/clock.ts";
import type { Random } from "../platform/random.ts";
import type { Effect } from "../store/outbox-store.ts";
import type { Store } from "../store/store.ts";
import type { Doubts } from "./doubts.ts";

type Erased = Extract<Effect, { kind: "account_erased" }>;

interface Parts {
  store: Store;
  log: ConversationLog;
  doubts: Doubts;
  clock: Clock;
  random: Random;
}

const KEY_BYTES = 16;

/** Takes an erased account out of its groups, and shows in all of its conversations that it is gone. */
export async function showErased(parts: Parts, effect: Erased): Promise<void> {
  const { accounts } = parts.store;
  for (const conversation_id of await accounts.listed(effect.account_id)) {
    await leaveGroup(parts, effect, conversation_id);
    await showGone(parts, effect.account_id, conversation_id);
  }
  await accounts.forgetListed(effect.account_id);
}

/**
 * As if its owner had left: a group that it owned passes on. Under a key that the owner has not used; what they are in
 * the group says whether it was done before.
 */
async function leaveGroup(
  { store, log, clock, random }: Parts,
  { account_id, device_id }: Erased,
  conversation_id: ConversationId,
): Promise<void> {
  const found = await store.conversations.standing(conversation_id, account_id);
  if (!found || found.info.kind === "direct" || found.standing.state !== "active") return;
  const content: MembershipContent = { type: "membership", change: "left", account_ids: [account_id] };
  const client_id = Buffer.from(random.bytes(KEY_BYTES)).toString("base64url");
  const intent = { conversation_id, account_id, device_id, client_id, content, now: clock.now() };
  await log.append(intent, null);
}

async function showGone(
  { store, log, doubts }: Parts,
  account_id: AccountId,
  conversation_id: ConversationId,
): Promise<void> {
  const gone = { account_id, name: null, picture: null, deleted: true };
  const refreshed = store.conversations.refreshMember(conversation_id, gone);
  const changed = await doubts.watch({ conversation_id }, refreshed);
  if (changed) log.announceMembers(conversation_id, [changed]);
}
