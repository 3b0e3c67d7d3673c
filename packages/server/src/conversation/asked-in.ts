import type { AccountId, ConversationId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Person } from "../store/consequences.ts";
import { keptKey } from "../store/kept-keys.ts";
import type { Store } from "../store/store.ts";

type AskingStore = Pick<Store, "accounts" | "conversations">;

/** Those who are asked into a group, by what becomes of them. */
export interface AskedIn {
  /** They have said that they know who asks: members at once. */
  added: Person[];
  /** They decide. */
  invited: Person[];
  refused: AccountId[];
  /** They are in the group, or invited to it, already. */
  present: { account_id: AccountId; state: "active" | "invited" }[];
}

/**
 * Nobody is put into a group by strangers. Who keeps the asker as a contact, or has opened their conversation, has
 * said that they know them; who has no app is in it by SMS. @throws not_a_member for somebody whom the asker has nothing to do with
 */
export async function askedIn(
  store: AskingStore,
  asker: AccountId,
  conversation_id: ConversationId,
  account_ids: readonly AccountId[],
): Promise<AskedIn> {
  const asked: AskedIn = { added: [], invited: [], refused: [], present: [] };
  const own = await store.accounts.profile(asker);
  const others = [...new Set(account_ids)].filter((account_id) => account_id !== asker);
  for (const account_id of others) {
    const standing = (await store.conversations.standing(conversation_id, account_id))?.standing ?? null;
    const state = standing?.state;
    if (state === "active" || state === "invited") asked.present.push({ account_id, state });
    else if (state === "banned") asked.refused.push(account_id);
    else await sortIn(asked, store, { asker, address: `tel:${own!.number}` }, account_id, standing !== null);
  }
  return asked;
}

async function sortIn(
  asked: AskedIn,
  { accounts, conversations }: AskingStore,
  { asker, address }: { asker: AccountId; address: string },
  account_id: AccountId,
  was_here: boolean,
): Promise<void> {
  const direct = await conversations.directWith(asker, account_id);
  if (!direct && !was_here) throw new FeiliaoError("not_a_member");
  const blocked = direct && (await conversations.standing(direct, asker))?.standing.blocked;
  const block = await accounts.kept(account_id, keptKey.block(address));
  if (blocked || (block?.type === "block" && block.blocked)) {
    asked.refused.push(account_id);
    return;
  }
  const contact = await accounts.kept(account_id, keptKey.contact(address));
  const keeps_contact = contact?.type === "contact" && contact.name !== null;
  const knows = keeps_contact || (direct && (await accounts.hasOpened(account_id, direct)));
  if (knows || (await isReachedBySms(accounts, account_id))) {
    asked.added.push(await personOf(accounts, account_id));
  } else {
    asked.invited.push(await asSeenBy(asker, account_id, direct, conversations));
  }
}

/** Who has no app has nothing to decide with: they are told by SMS, and answer by SMS that they want none. */
async function isReachedBySms(accounts: Store["accounts"], account_id: AccountId): Promise<boolean> {
  const [reach] = await accounts.reach([account_id]);
  return reach !== undefined && !reach.has_app;
}

/** A member as the group shows them: their own name and picture, never their number. */
export async function personOf(accounts: Store["accounts"], account_id: AccountId): Promise<Person> {
  const profile = await accounts.profile(account_id);
  return { account_id, address: null, name: profile?.name ?? null, picture: profile?.picture ?? null };
}

/** Somebody who has not come in yet shows no more than the asker could see before: not whether they are here at all. */
async function asSeenBy(
  asker: AccountId,
  account_id: AccountId,
  direct: ConversationId | null,
  conversations: Store["conversations"],
): Promise<Person> {
  const members = direct ? await conversations.members(direct, asker, "active", null, 2) : [];
  const seen = members.find((member) => member.account_id === account_id);
  return { account_id, address: null, name: seen?.name ?? null, picture: null };
}
