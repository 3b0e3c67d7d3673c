import type { TalkId } from "@feiliao/protocol";
import type { Chance } from "@feiliao/testkit/chance";
import { newId } from "../../../platform/random.ts";
import type { Act } from "./acts.ts";
import type { World } from "./world.ts";

const KEPT_MAX = 3;
/** More than can be due: of what is due at the same time, each store takes first what it likes. */
const EXPIRED_MAX = 1_000;

/** An act with a transaction of its own, whose place among others that are asked for at once is not given. */
export function chooseAlone(chance: Chance, world: World): Act {
  const { account_id } = chance.pick(world.people);
  const conversation_id = chance.pick(world.conversations);
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
  const content = { type: "text", text: "words" } as const;
  const kept = chance.happens(0.7)
    ? { conversation_id, seq: number, sender: account_id, sender_name: null, content, at }
    : null;
  const favourite = { type: "favourite", favourite_id: `f${number}`, kept } as const;
  return chance.weighted<Act>([
    [{ do: "expire", now: world.now, limit: EXPIRED_MAX }, 3],
    [{ do: "list", account_id, change }, 1],
    [{ do: "keep", account_id, key: `favourite ${number}`, change: favourite, kept_max: KEPT_MAX }, 1],
    [somePackets(chance, world), 3],
  ])!;
}

function somePackets(chance: Chance, world: World): Act {
  const spoken = world.talks.length > 0 ? chance.pick(world.talks) : null;
  return {
    do: "packets",
    talk_id: spoken?.talk_id ?? newId<TalkId>("talk", chance),
    first: spoken ? Math.max(0, spoken.packets - chance.integer(0, 1)) : 0,
    packets: [Uint8Array.of(1), Uint8Array.of(2)],
    now: world.now,
  };
}
