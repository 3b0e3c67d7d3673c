import type { AccountId, ConversationId } from "@feiliao/protocol";
import type { Clock } from "../platform/clock.ts";
import { newId, type Random } from "../platform/random.ts";
import { keptKey } from "../store/kept-keys.ts";
import type { Store } from "../store/store.ts";

type BlockStore = Pick<Store, "accounts" | "conversations">;

/** Whom an account has a direct conversation with. */
interface Peer {
  account_id: AccountId;
  conversation_id: ConversationId;
}

/** Copies what an account has decided about an address to their direct conversation, when there is one. */
export async function copyBlock(
  { store, clock, random }: { store: BlockStore; clock: Clock; random: Random },
  { account_id, address }: { account_id: AccountId; address: string },
): Promise<void> {
  const number = address.slice("tel:".length);
  const peer = await store.accounts.ensure(number, newId<AccountId>("account", random), clock.now());
  const conversation_id = await store.conversations.directWith(account_id, peer);
  if (conversation_id) await copyTo(store, account_id, address, { account_id: peer, conversation_id });
}

/** The conversation may have been opened after the decision. */
export async function copyBlockTo(
  store: BlockStore,
  account_id: AccountId,
  conversation_id: ConversationId,
): Promise<void> {
  const members = await store.conversations.members(conversation_id, account_id, "active", null, 2);
  const peer = members.find((member) => member.account_id !== account_id);
  if (!peer?.address || !(await isBlocked(store, account_id, peer.address))) return;
  await copyTo(store, account_id, peer.address, { account_id: peer.account_id, conversation_id });
}

/**
 * The right to write is decided by what is copied. Until the decision is still what was copied: of two nodes, the one
 * that read the older has not the last word.
 */
async function copyTo(store: BlockStore, account_id: AccountId, address: string, peer: Peer): Promise<void> {
  let blocked: boolean;
  do {
    blocked = await isBlocked(store, account_id, address);
    await store.conversations.setBlocked(peer.conversation_id, peer.account_id, blocked);
  } while (blocked !== (await isBlocked(store, account_id, address)));
}

async function isBlocked({ accounts }: BlockStore, account_id: AccountId, address: string): Promise<boolean> {
  const kept = await accounts.kept(account_id, keptKey.block(address));
  return kept?.type === "block" && kept.blocked;
}
