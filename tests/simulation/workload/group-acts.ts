import type { ConversationView, GroupChange } from "@feiliao/client";
import type { AccountId } from "@feiliao/protocol";
import type { App } from "../people/app.ts";
import { attempt } from "./attempt.ts";
import { someoneAwake } from "./people-acts.ts";
import type { Act, Scene } from "./scene.ts";

/** The shortest that there is, so that it is over within a simulation. */
const DISAPPEAR_AFTER_S = 60;
const MUTED_MS_MAX = 60_000;

interface Place {
  app: App;
  group: ConversationView;
}

/** Things that people do with groups and channels. What they may not do, they try too. */
export const createGroup: Act = (scene) => {
  const app = someoneAwake(scene);
  if (!app) return;
  const { chance, cast } = scene;
  const kind = chance.happens(0.3) ? "channel" : "group";
  const others = cast.people.filter(({ apps }) => !apps.includes(app) && chance.happens(0.6));
  const account_ids = others.map(({ account_id }) => account_id);
  const title = `${kind} ${chance.integer(1, 99)}`;
  attempt(async () => {
    const { conversation_id } = await app.client.groups.create({ kind, title, account_ids });
    cast.groups.push(conversation_id);
  });
};

export const add: Act = (scene) => {
  const place = someGroup(scene);
  if (!place) return;
  const account_id = somebodyOutside(scene, place.group);
  if (!account_id) return;
  attempt(() => place.app.client.groups.add(place.group.conversation_id, [account_id]));
};

export const changeMember: Act = (scene) => {
  const place = someGroup(scene);
  if (!place) return;
  const { chance, world } = scene;
  const { conversation_id, members } = place.group;
  const others = members.filter(({ account_id }) => account_id !== place.app.identity.account_id);
  if (others.length === 0) return;
  const { account_id, state, role } = chance.pick(others);
  const change = chance.pick(CHANGES_OF[state === "active" && role === "admin" ? "admin" : state]);
  const until = change === "muted" ? [world.clock.now() + chance.integer(1, MUTED_MS_MAX)] : ([] as const);
  attempt(() => place.app.client.groups.changeMembers(conversation_id, change, [account_id], ...until));
};

const CHANGES_OF = {
  active: ["removed", "banned", "made_admin", "made_admin", "made_owner", "muted", "unmuted"],
  admin: ["removed", "made_member", "made_owner"],
  invited: ["removed"],
  requested: ["added", "removed"],
  left: ["banned"],
  removed: ["banned"],
  banned: ["unbanned"],
} as const;

export const answerInvitation: Act = (scene) => {
  const app = someoneAwake(scene);
  const invitations = app?.client.conversations.filter(({ state }) => state === "invited") ?? [];
  if (!app || invitations.length === 0) return;
  const { conversation_id } = scene.chance.pick(invitations);
  const accepts = scene.chance.happens(0.75);
  attempt(() => app.client.groups.answer(conversation_id, accepts));
};

export const leave: Act = (scene) => {
  const place = someGroup(scene);
  if (place) attempt(() => place.app.client.groups.leave(place.group.conversation_id));
};

export const setGroup: Act = (scene) => {
  const place = someGroup(scene);
  if (!place) return;
  const { chance } = scene;
  const changes: GroupChange[] = [
    { title: `title ${chance.integer(1, 99)}` },
    { description: `about ${chance.integer(1, 99)}` },
    { announcement: chance.happens(0.7) ? `news ${chance.integer(1, 99)}` : null },
    { settings: { history_for_new: chance.happens(0.5) } },
    { settings: { who_writes: chance.pick(["everyone", "everyone", "admins"]) } },
    { settings: { who_adds: chance.pick(["everyone", "admins"]) } },
    { settings: { approval: chance.happens(0.5) } },
  ];
  const change = chance.pick(changes);
  attempt(() => place.app.client.groups.set(place.group.conversation_id, change));
};

/** From a link that one person shows to another. */
export const join: Act = (scene) => {
  const place = someGroup(scene);
  const outside = place && somebodyOutside(scene, place.group);
  const guest = scene.cast.signedIn.find((app) => app.running && app.identity.account_id === outside);
  if (!place || !guest) return;
  const { conversation_id } = place.group;
  const renew = scene.chance.happens(0.2);
  attempt(async () => {
    const { token } = await place.app.client.groups.link(conversation_id, renew);
    if (token && guest.running) await guest.client.groups.join(token);
  });
};

export const revokeLink: Act = (scene) => {
  const place = someGroup(scene);
  if (place) attempt(() => place.app.client.groups.revokeLink(place.group.conversation_id));
};

/** In groups and between two people. Each device lets go of messages by its own clock. */
export const letDisappear: Act = (scene) => {
  const app = someoneAwake(scene);
  const known = app?.client.conversations ?? [];
  if (!app || known.length === 0) return;
  const { conversation_id } = scene.chance.pick(known);
  const disappear_after_s = scene.chance.happens(0.6) ? DISAPPEAR_AFTER_S : 0;
  attempt(() => app.client.groups.set(conversation_id, { disappear_after_s }));
};

/** As far as the group knows; now and then somebody who is in it after all. */
function somebodyOutside({ chance, cast }: Scene, { members }: ConversationView): AccountId | undefined {
  const inside = new Set(
    members.filter(({ state }) => state === "active").map(({ account_id }) => account_id),
  );
  const outside = cast.people.filter(({ account_id }) => !inside.has(account_id));
  return chance.pick(outside.length > 0 ? outside : cast.people).account_id;
}

function someGroup(scene: Scene): Place | undefined {
  const app = someoneAwake(scene);
  const groups = app?.client.conversations.filter(({ kind }) => kind !== "direct") ?? [];
  return app && groups.length > 0 ? { app, group: scene.chance.pick(groups) } : undefined;
}
