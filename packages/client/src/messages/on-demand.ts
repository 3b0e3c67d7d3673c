import { EDIT_WINDOW_MS, RECALL_WINDOW_MS } from "@feiliao/protocol/change-limits";
import type { Favourites, Messages, Schedule } from "../message-types.ts";
import { onceLoaded } from "../once-loaded.ts";
import type { Sms } from "../sms-types.ts";
import type { ActionParts } from "./message-actions.ts";

/** What has words: a text, or what stands below a file. */
const EDITABLE: ReadonlySet<string> = new Set(["text", "image", "file", "video"]);

/*
 * What is done with messages is downloaded when it is first done: most of what a person does is read and write. What a
 * screen asks while it draws is answered at once.
 */

let loaded: typeof import("./actions.ts") | null = null;

/** Once it is loaded, nothing waits for it any more. */
export async function loadActions(): Promise<typeof import("./actions.ts")> {
  loaded ??= await import("./actions.ts");
  return loaded;
}

export function messagesOf(parts: ActionParts): Messages {
  const actions = async () => new (await loadActions()).MessageActions(parts);
  const age = (at: number) => parts.platform.clock.now() - at;
  return {
    mayEdit({ mine, content, at, seq }) {
      if (!mine || !EDITABLE.has(content.type)) return false;
      return seq === null || age(at) <= EDIT_WINDOW_MS;
    },
    mayRecall({ mine, content, at, seq }) {
      return mine && seq !== null && content.type !== "recalled" && age(at) <= RECALL_WINDOW_MS;
    },
    ...onceLoaded(actions, "edit", "recall", "react", "pin", "hide", "clear", "forward", "history", "quoted"),
  };
}

export function favouritesOf(parts: ActionParts): Favourites {
  const actions = async () => new (await loadActions()).KeptFavourites(parts);
  const list = () => parts.signedIn().model.account.messages.favourites;
  return {
    get list() {
      return list();
    },
    of: ({ conversation_id, seq }) =>
      list().find((kept) => kept.conversation_id === conversation_id && kept.seq === seq) ?? null,
    ...onceLoaded(actions, "add", "remove", "send", "packets", "file"),
  };
}

export function scheduleOf(parts: ActionParts): Schedule {
  const actions = async () => new (await loadActions()).ScheduledMessages(parts);
  return {
    of: (conversation_id) =>
      parts
        .signedIn()
        .model.account.messages.scheduled.filter((message) => message.conversation_id === conversation_id),
    ...onceLoaded(actions, "text", "change", "cancel", "sendNow"),
  };
}

export function smsOf(parts: ActionParts): Sms {
  const actions = async () => new (await loadActions()).SmsCalls(parts);
  const kept = () => parts.signedIn().model.account.sms;
  return {
    rate: (conversation_id) => kept().rate(conversation_id),
    fallback: (address) => kept().fallback(address),
    ...onceLoaded(actions, "askRate", "send", "agree", "info", "usage", "setFallback"),
  };
}
