import type { AccountId, BlobId, ConversationId, DeviceId, TalkId } from "@feiliao/protocol";
import type { Chance } from "@feiliao/testkit/chance";
import { DEFAULT_SETTINGS } from "../../../conversation/can.ts";
import { newId } from "../../../platform/random.ts";
import type { DeviceIdentity } from "../../account-store.ts";
import type { Person } from "../../consequences.ts";
import type { Appended, AppendIntent } from "../../conversation-store.ts";
import type { Store } from "../../store.ts";
import { NOW } from "../cast.ts";
import type { Act, Answer } from "./acts.ts";

const ACCOUNTS = 6;

/** A talk of the world, and how many packets are stored of it. */
export interface Spoken {
  conversation_id: ConversationId;
  talk_id: TalkId;
  seq: number;
  packets: number;
}

/** People and conversations that are the same in every store, and what has become of them so far. */
export interface World {
  people: Person[];
  devices: DeviceIdentity[];
  conversations: ConversationId[];
  blobs: BlobId[];
  token_hashes: Uint8Array[];
  /** Milliseconds since 1970. */
  now: number;
  last_seqs: Map<ConversationId, number>;
  /** The number that is due, by conversation and device. */
  numbers: Map<string, number>;
  intents: AppendIntent[];
  talks: Spoken[];
}

export function newWorld(chance: Chance): World {
  const id = <Id extends string>(kind: Parameters<typeof newId>[0]) => newId<Id>(kind, chance);
  const people = Array.from({ length: ACCOUNTS }, (_, index) => ({
    account_id: id<AccountId>("account"),
    address: `tel:+861380013800${index}`,
    name: index % 2 === 0 ? `Person ${index}` : null,
    picture: null,
  }));
  return {
    people,
    devices: [...people, ...people].map(({ account_id }) => ({
      account_id,
      device_id: id<DeviceId>("device"),
    })),
    conversations: Array.from({ length: 3 }, () => id<ConversationId>("conversation")),
    blobs: Array.from({ length: 4 }, (_, index): BlobId => `blb_${String(index).repeat(43)}`),
    token_hashes: Array.from({ length: 3 }, () => chance.bytes(32)),
    now: NOW,
    last_seqs: new Map(),
    numbers: new Map(),
    intents: [],
    talks: [],
  };
}

/** Signs everybody in, and opens a direct conversation, a group and a channel. */
export async function settleIn(
  store: Store,
  { people, devices, conversations, blobs }: World,
): Promise<void> {
  for (const [index, { account_id, device_id }] of devices.entries()) {
    await store.accounts.signIn({
      number: `+861380013800${index % ACCOUNTS}`,
      new_account_id: account_id,
      device_id,
      device_name: "phone",
      token_hash: new Uint8Array(32).fill(index),
      now: NOW,
      idle_ms_max: 1e12,
      proven_pin_hash: null,
    });
  }
  // Each blob but the last is somebody's.
  for (const [index, blob_id] of blobs.slice(0, -1).entries()) {
    await store.media.grant(people[index]!.account_id, blob_id, 1);
  }
  const [direct, group, channel] = conversations as [ConversationId, ConversationId, ConversationId];
  await store.conversations.openDirect({
    opener: people[0]!.account_id,
    opener_address: people[0]!.address!,
    peer: people[1]!.account_id,
    peer_address: people[1]!.address!,
    new_conversation_id: direct,
    now: NOW,
  });
  const made = { title: "Choir", settings: DEFAULT_SETTINGS, now: NOW };
  const { createGroup } = store.conversations;
  await createGroup({ ...made, conversation_id: group, kind: "group", members: people.slice(0, 4) });
  await createGroup({ ...made, conversation_id: channel, kind: "channel", members: people.slice(2, 5) });
}

/** Notes what an act came to, so that later ones can be about it. */
export function noteDone(world: World, act: Act, answer: Answer): void {
  if (!("value" in answer)) return;
  if (act.do === "append") noteAppended(world, act.intent, answer.value as Appended);
  if (act.do !== "packets") return;
  const spoken = world.talks.find(({ talk_id }) => talk_id === act.talk_id);
  if (spoken) spoken.packets = answer.value as number;
}

function noteAppended(world: World, intent: AppendIntent, { seq, fresh }: Appended): void {
  if (!fresh) return;
  const { conversation_id, device_id, device_seq, talk } = intent;
  world.last_seqs.set(conversation_id, Math.max(seq, world.last_seqs.get(conversation_id) ?? 0));
  world.intents.push(intent);
  if (device_seq !== undefined) world.numbers.set(conversation_id + device_id, device_seq + 1);
  if (talk && "start" in talk) world.talks.push({ conversation_id, talk_id: talk.start, seq, packets: 0 });
}
