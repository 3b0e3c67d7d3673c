import type { AccountId, BlobId, ConversationId, DeviceId, Member, TalkId } from "@feiliao/protocol";
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
  /** Of the links that each conversation may have. */
  token_hashes: Map<ConversationId, Uint8Array[]>;
  /** Milliseconds since 1970. */
  now: number;
  /** Who wrote each entry, in the order of the log. */
  senders: Map<ConversationId, AccountId[]>;
  /** What people are in the conversations that they have to do with. */
  standings: Map<ConversationId, Map<AccountId, Pick<Member, "role" | "state">>>;
  /** The number that is due, by conversation and device. */
  numbers: Map<string, number>;
  intents: AppendIntent[];
  talks: Spoken[];
}

export function newWorld(chance: Chance): World {
  const id = <Id extends string>(kind: Parameters<typeof newId>[0]) => newId<Id>(kind, chance);
  const people = Array.from({ length: ACCOUNTS }, (_, index) => ({
    account_id: id<AccountId>("account"),
    address: `tel:${numberOf(index)}`,
    name: index % 2 === 0 ? `Person ${index}` : null,
    picture: null,
  }));
  const conversations = Array.from({ length: 3 }, () => id<ConversationId>("conversation"));
  return {
    people,
    devices: [...people, ...people].map(({ account_id }) => ({
      account_id,
      device_id: id<DeviceId>("device"),
    })),
    conversations,
    blobs: Array.from({ length: ACCOUNTS + 1 }, (_, index): BlobId => `blb_${String(index).repeat(43)}`),
    token_hashes: new Map(conversations.map((of) => [of, [chance.bytes(32), chance.bytes(32)]])),
    now: NOW,
    senders: new Map(conversations.map((of) => [of, []])),
    standings: new Map(conversations.map((of, kind) => [of, firstStandings(people, KINDS[kind]!)])),
    numbers: new Map(),
    intents: [],
    talks: [],
  };
}

/** Which of the people begin each of the conversations; the first one owns it. */
const KINDS = [
  { kind: "direct", members: [0, 1] },
  { kind: "group", members: [0, 1, 2, 3] },
  { kind: "channel", members: [2, 3, 4] },
] as const;

function numberOf(index: number): string {
  return `+861380013800${index}`;
}

function firstStandings(people: readonly Person[], { kind, members }: (typeof KINDS)[number]) {
  return new Map(
    members.map((index, place) => {
      const role = kind !== "direct" && place === 0 ? ("owner" as const) : ("member" as const);
      return [people[index]!.account_id, { role, state: "active" as const }];
    }),
  );
}

/** Signs everybody in, and opens a direct conversation, a group and a channel. */
export async function settleIn(
  store: Store,
  { people, devices, conversations, blobs }: World,
): Promise<void> {
  for (const [index, { account_id, device_id }] of devices.entries()) {
    await store.accounts.signIn({
      number: numberOf(index % ACCOUNTS),
      new_account_id: account_id,
      device_id,
      device_name: "phone",
      token_hash: new Uint8Array(32).fill(index),
      now: NOW,
      idle_ms_max: 1e12,
      proven_pin_hash: null,
    });
  }
  // Each is one person's, whom others can pass it on from; the last is nobody's.
  for (const [index, { account_id }] of people.entries())
    await store.media.grant(account_id, blobs[index]!, 1);
  for (const [index, { kind, members }] of KINDS.entries()) {
    const those = members.map((member) => people[member]!);
    const conversation_id = conversations[index]!;
    if (kind === "direct") await openDirect(store, those as [Person, Person], conversation_id);
    else {
      const made = { conversation_id, kind, title: "Choir", settings: DEFAULT_SETTINGS, members: those };
      await store.conversations.createGroup({ ...made, now: NOW });
    }
  }
}

async function openDirect(
  store: Store,
  [opener, peer]: [Person, Person],
  new_conversation_id: ConversationId,
) {
  await store.conversations.openDirect({
    opener: opener.account_id,
    opener_address: opener.address!,
    peer: peer.account_id,
    peer_address: peer.address!,
    new_conversation_id,
    now: NOW,
  });
}

/** Notes what an act came to, so that later ones can be about it. */
export function noteDone(world: World, act: Act, answer: Answer): void {
  if (!("value" in answer)) return;
  if (act.do === "append") noteAppended(world, act.intent, answer.value as Appended);
  if (act.do !== "packets") return;
  const spoken = world.talks.find(({ talk_id }) => talk_id === act.talk_id);
  if (spoken) spoken.packets = answer.value as number;
}

function noteAppended(world: World, intent: AppendIntent, { seq, fresh, members }: Appended): void {
  if (!fresh) return;
  const { conversation_id, account_id, device_id, device_seq, talk } = intent;
  world.senders.get(conversation_id)![seq - 1] = account_id;
  world.intents.push(intent);
  if (device_seq !== undefined) world.numbers.set(conversation_id + device_id, device_seq + 1);
  if (talk && "start" in talk) world.talks.push({ conversation_id, talk_id: talk.start, seq, packets: 0 });
  for (const { member } of members ?? []) {
    world.standings.get(conversation_id)!.set(member.account_id, member);
  }
}
