import type { AccountId, ConversationId, DeviceId, EntryContent } from "@feiliao/protocol";
import { newId, systemRandom } from "../../platform/random.ts";
import type { DeviceIdentity } from "../account-store.ts";
import type { AppendIntent } from "../conversation-store.ts";
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
