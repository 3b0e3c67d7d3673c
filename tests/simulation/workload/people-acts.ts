import type { ConversationId } from "@feiliao/protocol";
import type { App } from "../people/app.ts";
import { attempt } from "./attempt.ts";
import type { Act, Scene } from "./scene.ts";

/** Things that people do with their apps. */
export const write: Act = (scene) => {
  const app = someoneAwake(scene);
  const conversation_id = app && someConversation(scene, app);
  if (!conversation_id) return;
  for (let count = scene.chance.integer(1, 3); count > 0 && app.running; count--) {
    app.write(conversation_id, `m${scene.history.composed.length + 1}`);
  }
};

export const read: Act = (scene) => {
  const app = someoneAwake(scene);
  const conversation_id = app && someConversation(scene, app);
  if (!conversation_id) return;
  const seq = app.client.conversation(conversation_id)?.last?.seq ?? 0;
  const voice = scene.chance.happens(0.3);
  if (voice) app.client.markHeard(conversation_id, seq);
  else app.client.markRead(conversation_id, Math.max(0, seq - scene.chance.integer(0, 2)));
};

export const speak: Act = (scene) => {
  const app = someoneAwake(scene);
  const conversation_id = app && someConversation(scene, app);
  if (conversation_id) app.speak(conversation_id, scene.chance.integer(0, 120), scene.chance.happens(0.15));
};

/** Opens the conversation on the screen: from then on it is typed and listened to there. */
export const look: Act = (scene) => {
  const app = someoneAwake(scene);
  const conversation_id = app && someConversation(scene, app);
  if (!conversation_id) return;
  app.client.attend(scene.chance.happens(0.8) ? conversation_id : null);
  app.client.setTyping(conversation_id, scene.chance.happens(0.5));
};

export const open: Act = (scene) => {
  const app = someoneAwake(scene);
  if (!app) return;
  const { address } = scene.chance.pick(scene.cast.people);
  const remark = scene.chance.happens(0.3) ? `friend ${scene.chance.integer(1, 99)}` : undefined;
  app.client.openConversation(address, remark).catch(() => {}); // the person tries again another time
};

export const nameOneself: Act = (scene) => {
  const app = someoneAwake(scene);
  app?.client.setProfile({ name: `name ${scene.chance.integer(1, 99)}` }).catch(() => {});
};

/** Takes back what has not been sent. */
export const discard: Act = (scene) => {
  const app = someoneAwake(scene);
  const conversation_id = app && someConversation(scene, app);
  const waiting = conversation_id && app.client.conversation(conversation_id)?.last;
  if (!waiting || waiting.seq !== null) return;
  const composed = scene.history.composed.find(({ client_id }) => client_id === waiting.key);
  if (composed) composed.discarded = true;
  app.client.discard(waiting.key).catch(() => {});
};

export const block: Act = (scene) => {
  const app = someoneAwake(scene);
  if (!app) return;
  const { address } = scene.chance.pick(scene.cast.people);
  const blocked = scene.chance.happens(0.4);
  attempt(() => app.client.setBlocked(address, blocked));
};

export const arrange: Act = (scene) => {
  const app = someoneAwake(scene);
  const conversation_id = app && someConversation(scene, app);
  if (!conversation_id) return;
  const { chance, world } = scene;
  const muted_until = chance.happens(0.5) ? world.clock.now() + chance.integer(1, 60_000) : null;
  const change = chance.pick([{ pinned: chance.happens(0.5) }, { muted_until }]);
  attempt(() => app.client.setConversationSettings(conversation_id, change));
};

export function someoneAwake({ chance, cast }: Scene): App | undefined {
  const awake = cast.signedIn.filter((app) => app.running && !app.signedOut);
  return awake.length > 0 ? chance.pick(awake) : undefined;
}

export function someConversation({ chance, cast }: Scene, app: App): ConversationId | undefined {
  const known = app.client.conversations.map(({ conversation_id }) => conversation_id);
  const groups = known.filter((conversation_id) => cast.groups.includes(conversation_id));
  const preferred = groups.length > 0 && chance.happens(0.5) ? groups : known;
  return preferred.length > 0 ? chance.pick(preferred) : undefined;
}
