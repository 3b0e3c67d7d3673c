import type { MessageView } from "@feiliao/client";
import type { App } from "../people/app.ts";
import { attempt } from "./attempt.ts";
import { someConversation, someoneAwake } from "./people-acts.ts";
import type { Act, Scene } from "./scene.ts";

const DAY_MS = 86_400_000;
/** So soon that it is sent before the simulation is looked at. */
const SOON_MS_MAX = 15_000;
/** People act on what they see at the end. */
const LATEST = 6;
const EMOJI = ["👍", "❤️", "😂", null] as const;

interface Seen {
  app: App;
  message: MessageView;
}

/** Things that people do with messages that are there. Whatever is refused is undone; nobody minds. */
export const react: Act = (scene) => {
  const seen = someMessage(scene);
  if (seen && seen.message.seq !== null) {
    attempt(() => seen.app.client.messages.react(seen.message, scene.chance.pick([...EMOJI])));
  }
};

export const edit: Act = (scene) => {
  const seen = someMessage(scene, ({ mine, content }) => mine && content.type === "text");
  if (!seen) return;
  const text = `e${scene.chance.integer(1, 999)}`;
  attempt(() => seen.app.client.messages.edit(seen.message, text));
};

export const recall: Act = (scene) => {
  const seen = someMessage(
    scene,
    ({ mine, seq, content }) => mine && seq !== null && content.type !== "recalled",
  );
  if (seen) attempt(() => seen.app.client.messages.recall(seen.message));
};

export const pin: Act = (scene) => {
  const seen = someMessage(scene, ({ seq }) => seq !== null);
  if (seen) attempt(() => seen.app.client.messages.pin(seen.message, scene.chance.happens(0.7)));
};

export const hide: Act = (scene) => {
  const seen = someMessage(scene, ({ seq }) => seq !== null);
  if (seen) attempt(() => seen.app.client.messages.hide([seen.message]));
};

export const clear: Act = (scene) => {
  const app = someoneAwake(scene);
  const conversation_id = app && someConversation(scene, app);
  if (conversation_id) attempt(() => app.client.messages.clear(conversation_id));
};

export const favour: Act = (scene) => {
  const seen = someMessage(scene, ({ seq, content }) => seq !== null && content.type === "text");
  if (!seen) return;
  const { favourites } = seen.app.client;
  const kept = favourites.of(seen.message);
  attempt(() => (kept ? favourites.remove(kept.favourite_id) : favourites.add(seen.message)));
};

/** For some seconds later, or for long after the simulation. */
export const schedule: Act = (scene) => {
  const app = someoneAwake(scene);
  const conversation_id = app && someConversation(scene, app);
  if (!conversation_id) return;
  const { client } = app;
  const [waiting] = client.schedule.of(conversation_id);
  const wait_ms = scene.chance.happens(0.5)
    ? scene.chance.integer(1, SOON_MS_MAX)
    : scene.chance.integer(30, 90) * DAY_MS;
  const due_at = scene.world.clock.now() + wait_ms;
  if (!waiting) attempt(() => client.schedule.text(conversation_id, `later ${due_at}`, due_at));
  else if (scene.chance.happens(0.5)) attempt(() => client.schedule.change(waiting, { due_at }));
  else attempt(() => client.schedule.cancel(waiting));
};

export const draft: Act = (scene) => {
  const app = someoneAwake(scene);
  const conversation_id = app && someConversation(scene, app);
  if (!conversation_id) return;
  app.client.setDraft(conversation_id, scene.chance.happens(0.3) ? "" : `d${scene.chance.integer(1, 99)}`);
};

/** Answers a message. */
export const reply: Act = (scene) => {
  const seen = someMessage(scene, ({ seq }) => seq !== null);
  if (!seen) return;
  const { conversation_id, seq } = seen.message;
  seen.app.write(conversation_id, `r${scene.history.composed.length + 1}`, { reply_to: seq! });
};

export const forward: Act = (scene) => {
  const seen = someMessage(scene, ({ seq, content }) => seq !== null && content.type === "text");
  const to = seen && someConversation(scene, seen.app);
  if (seen && to) attempt(() => seen.app.client.messages.forward([seen.message], [to]));
};

function someMessage(scene: Scene, fits: (message: MessageView) => boolean = () => true): Seen | undefined {
  const app = someoneAwake(scene);
  const conversation_id = app && someConversation(scene, app);
  if (!conversation_id) return undefined;
  const timeline = app.client.timeline(conversation_id);
  const latest = timeline.messages.slice(-LATEST).filter((message) => isMessage(message) && fits(message));
  timeline.close();
  return latest.length > 0 ? { app, message: scene.chance.pick(latest) } : undefined;
}

function isMessage({ content }: MessageView): boolean {
  return content.type === "text" || content.type === "voice";
}
