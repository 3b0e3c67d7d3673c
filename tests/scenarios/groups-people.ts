import type { AccountChange, CallInput, ConversationChange, ConversationId, Member } from "@feiliao/protocol";
import { type Device, type Person, until } from "@feiliao/testkit";

let keys = 0;

/** A key that no call has used. */
export function key(): string {
  keys += 1;
  return `k${keys}`;
}

export const idOf = ({ device }: Pick<Person, "device">) => device.account_id;

/** Each of them has opened the conversation with the first, which says that they know them. */
export async function befriend(one: Person, ...others: Person[]): Promise<void> {
  for (const other of others) await other.device.post("conversation/open", { address: one.address });
}

/** A group of the first person with all the others, who know them. */
export async function groupOf(
  owner: Person,
  others: readonly Person[],
  more: Partial<CallInput<"group/create">> = {},
): Promise<ConversationId> {
  await befriend(owner, ...others);
  const { conversation_id } = await owner.device.post("group/create", {
    ...{ client_id: key(), kind: "group", title: "周末爬山", account_ids: others.map(idOf) },
    ...more,
  });
  return conversation_id;
}

export async function say(device: Device, conversation_id: ConversationId, text: string): Promise<number> {
  const content = { type: "text", text } as const;
  const { seq } = await device.post("message/send", { conversation_id, client_id: key(), content });
  return seq;
}

export async function change(
  { device }: Pick<Person, "device">,
  conversation_id: ConversationId,
  what: CallInput<"group/change">["change"],
  ...whom: Pick<Person, "device">[]
): Promise<number> {
  const account_ids = whom.map(idOf);
  const { seq } = await device.post("group/change", {
    ...{ conversation_id, client_id: key(), change: what, account_ids },
  });
  return seq;
}

/** What a device that has nothing is told of a conversation; undefined when it is told nothing. */
export async function fresh(
  device: Device,
  conversation_id: ConversationId,
): Promise<ConversationChange | undefined> {
  const page = await device.post("sync/pull", {});
  return page.conversations.find((conversation) => conversation.conversation_id === conversation_id);
}

export async function memberOf(
  device: Device,
  conversation_id: ConversationId,
  { device: { account_id } }: Pick<Person, "device">,
): Promise<Member | undefined> {
  const conversation = await fresh(device, conversation_id);
  return conversation?.members.find((member) => member.account_id === account_id);
}

type Listing = Extract<AccountChange, { type: "conversation" }>;

/** Waits until the account's own log says that. */
export function listed(
  device: Device,
  conversation_id: ConversationId,
  state: Listing["state"],
): Promise<Listing> {
  return until(`the conversation to be listed as ${state}`, async () => {
    const { account } = await device.post("sync/pull", {});
    const listings = account.filter(
      (item): item is Listing => item.type === "conversation" && item.conversation_id === conversation_id,
    );
    const last = listings.at(-1);
    return last?.state === state ? last : undefined;
  });
}
