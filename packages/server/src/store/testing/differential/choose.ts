import type { AccountId, ConversationId, EntryContent, TalkId } from "@feiliao/protocol";
import type { Chance } from "@feiliao/testkit/chance";
import { newId } from "../../../platform/random.ts";
import type { AppendIntent } from "../../conversation-store.ts";
import type { Act } from "./acts.ts";
import { someChange, someEnd, someInfo, someMessage } from "./contents.ts";
import { someLeader, someMember, someMembership } from "./membership.ts";
import type { World } from "./world.ts";

const ACTS_AT_ONCE_MAX = 10;

/** Writes to conversations that are asked for at once, and applied in this order. */
export function chooseWrites(chance: Chance, world: World): Act[] {
  const due = new Map(world.numbers);
  return Array.from({ length: chance.integer(1, ACTS_AT_ONCE_MAX) }, () => chooseWrite(chance, world, due));
}

function chooseWrite(chance: Chance, world: World, due: Map<string, number>): Act {
  const conversation_id = chance.pick(world.conversations);
  const account_id = someMember(chance, world, conversation_id);
  const mark = () => chance.integer(0, world.senders.get(conversation_id)!.length + 2);
  const link = {
    token_hash: chance.pick(world.token_hashes.get(conversation_id)!),
    nonce: Uint8Array.of(chance.integer(1, 9)),
    expires_at: chance.happens(0.2) ? world.now + 60_000 : null,
  };
  const linking = {
    conversation_id,
    account_id: someLeader(chance, world, conversation_id),
    link: chance.happens(0.9) ? link : null,
    now: world.now,
  };
  const marks = { conversation_id, account_id, delivered: mark(), read: mark(), heard: mark() };
  const profile = { account_id, name: `Name ${chance.integer(1, 3)}`, picture: null };
  return chance.weighted<Act>([
    [{ do: "append", intent: chooseAppend(chance, world, conversation_id, due) }, 16],
    [{ do: "advance", intent: marks }, 2],
    [{ do: "refresh", conversation_id, profile }, 1],
    [{ do: "block", conversation_id, account_id, blocked: chance.happens(0.2) }, 0.5],
    [{ do: "set_link", intent: linking }, 1],
  ])!;
}

function chooseAppend(
  chance: Chance,
  world: World,
  conversation_id: ConversationId,
  due: Map<string, number>,
): AppendIntent {
  const latest = chance.happens(0.7) ? world.intents.slice(-8) : world.intents;
  const again = latest.length > 0 && chance.happens(0.08) ? chance.pick(latest) : null;
  if (again) return { ...again, now: world.now };
  const { by, ...chosen } = chooseContent(chance, world, conversation_id);
  const device = chance.pick(world.devices.filter(({ account_id }) => account_id === by));
  const number = due.get(conversation_id + device.device_id) ?? 1;
  const numbered = chance.happens(0.5);
  if (numbered) due.set(conversation_id + device.device_id, number + 1);
  return {
    conversation_id,
    ...device,
    client_id: `key ${chance.integer(1, 1e9)}`,
    ...(numbered && { device_seq: chance.happens(0.97) ? number : number + 1 }),
    now: world.now,
    ...chosen,
  };
}

type Chosen = Pick<AppendIntent, "content" | "talk" | "people" | "token_hash"> & { by: AccountId };

function chooseContent(chance: Chance, world: World, conversation_id: ConversationId): Chosen {
  const talk_id = newId<TalkId>("talk", chance);
  const talks = world.talks.filter((talk) => talk.conversation_id === conversation_id);
  const spoken = talks.length > 0 ? chance.pick(talks) : null;
  const by = someMember(chance, world, conversation_id);
  const leader = someLeader(chance, world, conversation_id);
  const plain = (content: EntryContent, sender = by): Chosen => ({ by: sender, content });
  const voice: Chosen = { by, content: { type: "voice", talk_id }, talk: { start: talk_id } };
  const membership: Chosen = {
    ...someMembership(chance, world, conversation_id),
    people: world.people.filter(() => chance.happens(0.8)),
    ...(chance.happens(0.7) && { token_hash: chance.pick(world.token_hashes.get(conversation_id)!) }),
  };
  return chance.weighted<Chosen>([
    [plain(someMessage(chance, world, conversation_id)), 8],
    [someChange(chance, world, conversation_id, by), 6],
    [membership, 6],
    [plain(someInfo(chance, world), leader), 1],
    [voice, 1],
    [spoken ? { ...plain(someEnd(chance, spoken)), talk: { end: spoken.talk_id, blob_id: null } } : voice, 1],
  ])!;
}
