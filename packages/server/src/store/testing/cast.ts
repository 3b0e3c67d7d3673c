import type { AccountId, ConversationId, DeviceId, EntryContent } from "@feiliao/protocol";
import { DEFAULT_SETTINGS } from "../../conversation/can.ts";
import { newId, systemRandom } from "../../platform/random.ts";
import type { DeviceIdentity } from "../account-store.ts";
import type { Person } from "../consequences.ts";
import type { AppendIntent, CreateGroup } from "../conversation-store.ts";
import type { Store } from "../store.ts";

export const NOW = Date.UTC(2026, 0, 1);

export const id = <Id extends string>(kind: Parameters<typeof newId>[0]) => newId<Id>(kind, systemRandom);

export const ALICE = "+8613800138001";
export const BOB = "+8618600186002";

/** A device more of the person with this number. */
export async function signIn(store: Store, number: string): Promise<DeviceIdentity> {
  const { identity } = await store.accounts.signIn({
    number,
    new_account_id: id<AccountId>("account"),
    device_id: id<DeviceId>("device"),
    device_name: "phone",
    token_hash: systemRandom.bytes(32),
    now: NOW,
    idle_ms_max: 1_000,
    proven_pin_hash: null,
  });
  return identity;
}

export async function openDirect(store: Store, opener: AccountId, peer: AccountId): Promise<ConversationId> {
  const { conversation_id } = await store.conversations.openDirect({
    opener,
    opener_address: `tel:${ALICE}`,
    peer,
    peer_address: `tel:${BOB}`,
    new_conversation_id: id<ConversationId>("conversation"),
    now: NOW,
  });
  return conversation_id;
}

export function text(
  conversation_id: ConversationId,
  sender: DeviceIdentity,
  client_id: string,
  device_seq?: number,
): AppendIntent {
  return {
    conversation_id,
    ...sender,
    client_id,
    ...(device_seq !== undefined && { device_seq }),
    content: { type: "text", text: client_id },
    now: NOW,
  };
}

/** Somebody without a name, for whom a conversation is made. */
export function nameless({ account_id }: Pick<DeviceIdentity, "account_id">): Person {
  return { account_id, address: null, name: null, picture: null };
}

/** A group of people, the first of whom is the owner. */
export async function createGroup(
  store: Store,
  people: readonly Pick<DeviceIdentity, "account_id">[],
  more: Partial<CreateGroup> = {},
): Promise<ConversationId> {
  const conversation_id = id<ConversationId>("conversation");
  const members = people.map(nameless);
  const made = { conversation_id, kind: "group", title: "Choir", settings: DEFAULT_SETTINGS } as const;
  await store.conversations.createGroup({ ...made, members, now: NOW, ...more });
  return conversation_id;
}

/** Two people and their conversation. */
export interface Pair {
  alice: DeviceIdentity;
  bob: DeviceIdentity;
  conversation_id: ConversationId;
}

export async function pair(store: Store): Promise<Pair> {
  const [alice, bob] = await Promise.all([signIn(store, ALICE), signIn(store, BOB)]);
  const conversation_id = await openDirect(store, alice.account_id, bob.account_id);
  return { alice, bob, conversation_id };
}

export function words(text: string): EntryContent {
  return { type: "text", text };
}

/** Alice writes her key. */
export function intentOf(
  { alice, conversation_id }: Pair,
  client_id: string,
  more: Partial<AppendIntent> = {},
): AppendIntent {
  return { ...text(conversation_id, alice, client_id), ...more };
}

/** The client ids of a log, in its order, after checking that its seqs are 1, 2, 3 … */
export async function keysOf(
  store: Store,
  conversation_id: ConversationId,
  reader: AccountId,
): Promise<string[]> {
  const keys: string[] = [];
  for (;;) {
    const { entries } = await store.conversations.read(conversation_id, reader, {
      after_seq: keys.length,
      limit: 500,
    });
    if (entries.length === 0) return keys;
    for (const { seq, client_id } of entries) {
      if (seq !== keys.push(client_id)) throw new Error(`seq ${seq} stands in place ${keys.length}`);
    }
  }
}
