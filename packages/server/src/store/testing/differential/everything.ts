import type { AccountId, ConversationId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { memberState } from "@feiliao/protocol/group";
import type { Position } from "../../conversation-store.ts";
import type { Store } from "../../store.ts";
import type { StoredTalk } from "../../talk-store.ts";
import type { World } from "./world.ts";

const PAGE_ENTRIES = 50;

/** What a device of each account has of the conversations, in one store. */
export type Devices = Map<AccountId, Map<ConversationId, Position>>;

/** All that a store tells of a world; of lists without an order, sorted. Brings the devices up to date. */
export async function everything(store: Store, world: World, devices: Devices): Promise<unknown> {
  const { people, conversations } = world;
  return {
    seen: await Promise.all(
      people.flatMap(({ account_id }) =>
        conversations.map((conversation_id) => seenBy(store, world, conversation_id, account_id)),
      ),
    ),
    synced: await Promise.all(people.map(({ account_id }) => sync(store, world, account_id, devices))),
    kept: await Promise.all(people.map(({ account_id }) => ofAccount(store, world, account_id))),
    shared: await Promise.all(
      conversations.map((conversation_id) => ofConversation(store, world, conversation_id)),
    ),
    talks: await Promise.all(
      world.talks.map(async ({ talk_id }) => [
        touched(await store.talks.byId(talk_id)),
        await store.talks.blob(talk_id),
        [...(await store.talks.packets(talk_id, 0))],
      ]),
    ),
    effects: await effects(store, world),
  };
}

/** When a talk was touched last matters while it is open. */
function touched(talk: StoredTalk | null) {
  return talk && { ...talk, updated_at: talk.state === "open" ? talk.updated_at : 0 };
}

async function seenBy(
  { conversations }: Store,
  { now }: World,
  conversation_id: ConversationId,
  account_id: AccountId,
): Promise<unknown> {
  const page = (range: { after_seq?: number; before_seq?: number }) =>
    answerOf(conversations.read(conversation_id, account_id, { ...range, limit: PAGE_ENTRIES }));
  const members = (state: (typeof memberState.options)[number]) =>
    answerOf(conversations.members(conversation_id, account_id, state, null, 3)).then(async (first) => {
      const last = Array.isArray(first) ? first.at(-1)?.account_id : undefined;
      return last ? [first, await conversations.members(conversation_id, account_id, state, last, 3)] : first;
    });
  return {
    standing: await conversations.standing(conversation_id, account_id),
    isMember: await conversations.isMember(conversation_id, account_id),
    link: await answerOf(
      conversations
        .link(conversation_id, account_id, now)
        .then((known) => known && [...known.nonce, known.expires_at]),
    ),
    pages: [await page({}), await page({ after_seq: 3 }), await page({ before_seq: 9 })],
    members: await Promise.all(memberState.options.map(members)),
  };
}

/** What a device that pulls now is told, and one that is new. */
async function sync(
  { conversations }: Store,
  world: World,
  account_id: AccountId,
  devices: Devices,
): Promise<unknown> {
  const had = devices.get(account_id) ?? new Map<ConversationId, Position>();
  const told: unknown[] = [];
  for (const positions of [had, new Map<ConversationId, Position>()]) {
    const page = await conversations.changes(account_id, world.conversations, positions, PAGE_ENTRIES);
    if (positions === had) for (const [id, position] of page.positions) had.set(id, position);
    const changes = page.changes.map((change) => ({
      ...change,
      members: change.members.toSorted((a, b) => (a.account_id < b.account_id ? -1 : 1)),
    }));
    told.push({
      more: page.more,
      changes: changes.sort((a, b) => (a.conversation_id < b.conversation_id ? -1 : 1)),
    });
  }
  devices.set(account_id, had);
  return told;
}

async function ofAccount({ accounts }: Store, _world: World, account_id: AccountId): Promise<unknown> {
  return {
    log: await accounts.log(account_id, 0, 1_000),
    listed: (await accounts.listed(account_id)).toSorted(),
    kept: await Promise.all(
      [1, 2, 3, 4, 5].map((number) => accounts.kept(account_id, `favourite ${number}`)),
    ),
  };
}

async function ofConversation(
  { conversations, media }: Store,
  { blobs, token_hashes, now }: World,
  conversation_id: ConversationId,
): Promise<unknown> {
  return {
    audience: (await conversations.audience(conversation_id))?.toSorted(),
    blobs: await Promise.all(blobs.map((blob_id) => media.inConversation(conversation_id, blob_id))),
    links: await Promise.all(
      token_hashes.get(conversation_id)!.map((token_hash) => conversations.byLink(token_hash, now)),
    ),
  };
}

/** Those queued since the last time, in no order. */
async function effects({ outbox }: Store, { now }: World): Promise<string[]> {
  const rows = await outbox.claim(1_000, now, 1_000);
  for (const { no } of rows) await outbox.done(no);
  return rows.map(({ effect }) => JSON.stringify(Object.entries(effect).sort())).sort();
}

async function answerOf(asked: Promise<unknown>): Promise<unknown> {
  try {
    return await asked;
  } catch (failure) {
    if (failure instanceof FeiliaoError) return failure.code;
    throw failure;
  }
}
