import type { ConversationId, EntryContent, TalkId } from "@feiliao/protocol";
import type { Chance } from "@feiliao/testkit/chance";
import { newId } from "../../../platform/random.ts";
import type { DeviceIdentity } from "../../account-store.ts";
import type { AppendIntent } from "../../conversation-store.ts";
import type { Act } from "./acts.ts";
import { someChange, someEnd, someInfo, someMembership, someMessage } from "./contents.ts";
import type { World } from "./world.ts";

const ACTS_AT_ONCE_MAX = 6;
const KEPT_MAX = 3;

/**
 * What is done next, at once: writes to conversations, which are applied in this order; or one act that has a
 * transaction of its own.
 */
export function chooseActs(chance: Chance, world: World): Act[] {
  if (chance.happens(0.25)) return [chooseAlone(chance, world)];
  const due = new Map(world.numbers);
  return Array.from({ length: chance.integer(1, ACTS_AT_ONCE_MAX) }, () => chooseWrite(chance, world, due));
}

function chooseAlone(chance: Chance, world: World): Act {
  const { account_id } = chance.pick(world.people);
  const conversation_id = chance.pick(world.conversations);
  const spoken = world.talks.length > 0 ? chance.pick(world.talks) : null;
  const number = chance.integer(1, 5);
  const at = world.now;
  const change = {
    type: "conversation",
    conversation_id,
    kind: "group",
    title: "Choir",
    opened_by_me: chance.happens(0.3),
    state: chance.pick(["active", "invited", "removed"] as const),
    invited_by: null,
    at,
  } as const;
  const copy = {
    conversation_id,
    seq: number,
    sender_name: null,
    content: { type: "text", text: "kept" },
    at,
  } as const;
  const kept = chance.happens(0.7) ? copy : null;
  const favourite = { type: "favourite", favourite_id: `f${number}`, kept } as const;
  return chance.weighted<Act>([
    [{ do: "expire", now: world.now, limit: chance.integer(1, 20) }, 3],
    [{ do: "list", account_id, change }, 1],
    [{ do: "keep", account_id, key: `favourite ${number}`, change: favourite, kept_max: KEPT_MAX }, 1],
    [
      {
        do: "packets",
        talk_id: spoken?.talk_id ?? newId<TalkId>("talk", chance),
        first: spoken ? Math.max(0, spoken.packets - chance.integer(0, 1)) : 0,
        packets: [Uint8Array.of(1), Uint8Array.of(2)],
        now: world.now,
      },
      2,
    ],
  ])!;
}

function chooseWrite(chance: Chance, world: World, due: Map<string, number>): Act {
  const conversation_id = chance.pick(world.conversations);
  const device = chance.pick(world.devices);
  const { account_id } = device;
  const last_seq = world.last_seqs.get(conversation_id) ?? 0;
  const mark = () => chance.integer(0, last_seq + 2);
  const link = {
    token_hash: chance.pick(world.token_hashes),
    nonce: Uint8Array.of(chance.integer(1, 9)),
    expires_at: chance.happens(0.3) ? world.now + 60_000 : null,
  };
  return chance.weighted<Act>([
    [{ do: "append", intent: chooseAppend(chance, world, conversation_id, device, due) }, 16],
    [
      {
        do: "advance",
        intent: { conversation_id, account_id, delivered: mark(), read: mark(), heard: mark() },
      },
      3,
    ],
    [
      {
        do: "refresh",
        conversation_id,
        profile: { account_id, name: `Name ${chance.integer(1, 3)}`, picture: null },
      },
      1,
    ],
    [{ do: "block", conversation_id, account_id, blocked: chance.happens(0.3) }, 0.4],
    [
      {
        do: "set_link",
        intent: { conversation_id, account_id, link: chance.happens(0.8) ? link : null, now: world.now },
      },
      0.6,
    ],
  ])!;
}

function chooseAppend(
  chance: Chance,
  world: World,
  conversation_id: ConversationId,
  device: DeviceIdentity,
  due: Map<string, number>,
): AppendIntent {
  const again = world.intents.length > 0 && chance.happens(0.06) ? chance.pick(world.intents) : null;
  if (again) return { ...again, now: world.now };
  const number = due.get(conversation_id + device.device_id) ?? 1;
  const numbered = chance.happens(0.5);
  if (numbered) due.set(conversation_id + device.device_id, number + 1);
  const { content, ...more } = chooseContent(chance, world, conversation_id, device);
  return {
    conversation_id,
    ...device,
    client_id: `key ${chance.integer(1, 1e9)}`,
    ...(numbered && { device_seq: chance.happens(0.97) ? number : number + 1 }),
    content,
    now: world.now,
    ...more,
  };
}

type Chosen = Pick<AppendIntent, "content" | "talk" | "people" | "token_hash">;

function chooseContent(
  chance: Chance,
  world: World,
  conversation_id: ConversationId,
  { account_id }: DeviceIdentity,
): Chosen {
  const last_seq = world.last_seqs.get(conversation_id) ?? 0;
  const plain = (content: EntryContent): Chosen => ({ content });
  const talk_id = newId<TalkId>("talk", chance);
  const talks = world.talks.filter((talk) => talk.conversation_id === conversation_id);
  const spoken = talks.length > 0 ? chance.pick(talks) : null;
  const membership: Chosen = {
    content: someMembership(chance, world, account_id),
    people: world.people.filter(() => chance.happens(0.8)),
    ...(chance.happens(0.4) && { token_hash: chance.pick(world.token_hashes) }),
  };
  const voice: Chosen = { content: { type: "voice", talk_id }, talk: { start: talk_id } };
  const end: Chosen | null = spoken && {
    content: someEnd(chance, spoken),
    talk: { end: spoken.talk_id, blob_id: null },
  };
  return chance.weighted<Chosen>([
    [plain(someMessage(chance, world)), 8],
    [plain(someChange(chance, last_seq)), 6],
    [membership, 5],
    [plain(someInfo(chance, world)), 1],
    [voice, 1],
    [end ?? voice, 1],
  ])!;
}
