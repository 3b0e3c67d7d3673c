import type { AccountId, ConversationId, DeviceId } from "@feiliao/protocol";
import { tokenHash } from "@feiliao/server/accounts/tokens";
import { DEFAULT_SETTINGS } from "@feiliao/server/conversation/can";
import { newId, systemRandom } from "@feiliao/server/platform/random";
import type { Store } from "@feiliao/server/store/store";
import type { PersonToImport } from "./people-file.ts";

export interface ImportedPerson {
  index: number;
  account_id: AccountId;
  device_id: DeviceId;
  token: string;
  number: string;
  /** Direct conversations by the other person's index. */
  conversations: Record<number, ConversationId>;
  group: ConversationId | null;
}

/** Writes asked for together share commits; more at once would only take memory. */
const AT_ONCE = 1_000;

export async function importPeople(
  store: Store,
  people: readonly PersonToImport[],
  now: number,
): Promise<ImportedPerson[]> {
  return inBatches(people, async ({ number, name }, index) => {
    const token = Buffer.from(systemRandom.bytes(32)).toString("base64url");
    const { identity } = await store.accounts.signIn({
      number,
      new_account_id: newId<AccountId>("account", systemRandom),
      device_id: newId<DeviceId>("device", systemRandom),
      device_name: "imported",
      token_hash: tokenHash(token),
      now,
      idle_ms_max: Number.MAX_SAFE_INTEGER,
      proven_pin_hash: null,
    });
    await store.accounts.setProfile(identity.account_id, { name });
    return { index, ...identity, token, number, conversations: {}, group: null };
  });
}

/** Direct conversations of each with the next ones in the list, in a ring: twice as many as there are steps. */
export async function openNeighbours(
  store: Store,
  people: readonly ImportedPerson[],
  steps: number,
  now: number,
): Promise<void> {
  const pairs = people.flatMap((person) =>
    Array.from({ length: steps }, (_, step) => ({
      person,
      peer: people[(person.index + step + 1) % people.length]!,
    })),
  );
  await inBatches(pairs, async ({ person, peer }) => {
    const { conversation_id } = await store.conversations.openDirect({
      opener: person.account_id,
      opener_address: `tel:${person.number}`,
      peer: peer.account_id,
      peer_address: `tel:${peer.number}`,
      new_conversation_id: newId<ConversationId>("conversation", systemRandom),
      now,
    });
    person.conversations[peer.index] = conversation_id;
    peer.conversations[person.index] = conversation_id;
  });
}

/** The first one is its owner. */
export async function formGroup(store: Store, people: readonly ImportedPerson[], now: number): Promise<void> {
  const conversation_id = newId<ConversationId>("conversation", systemRandom);
  const members = people.map(({ account_id, index }) => ({
    ...{ account_id, name: `Person ${index}`, address: null, picture: null },
  }));
  const group = { kind: "group", title: "Everybody", settings: DEFAULT_SETTINGS } as const;
  await store.conversations.createGroup({ conversation_id, ...group, members, now });
  for (const person of people) person.group = conversation_id;
}

async function inBatches<Item, Result>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE) {
    const batch = items.slice(start, start + AT_ONCE);
    results.push(...(await Promise.all(batch.map((item, offset) => work(item, start + offset)))));
  }
  return results;
}
