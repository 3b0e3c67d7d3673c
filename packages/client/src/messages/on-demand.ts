import { EDIT_WINDOW_MS, RECALL_WINDOW_MS } from "@feiliao/protocol/change-limits";
import type { Favourites, Messages, Schedule } from "../message-types.ts";
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
    edit: async (...given) => (await actions()).edit(...given),
    recall: async (...given) => (await actions()).recall(...given),
    react: async (...given) => (await actions()).react(...given),
    pin: async (...given) => (await actions()).pin(...given),
    hide: async (...given) => (await actions()).hide(...given),
    clear: async (...given) => (await actions()).clear(...given),
    forward: async (...given) => (await actions()).forward(...given),
    history: async (...given) => (await actions()).history(...given),
    quoted: async (...given) => (await actions()).quoted(...given),
    mayEdit({ mine, content, at, seq }) {
      if (!mine || !EDITABLE.has(content.type)) return false;
      return seq === null || age(at) <= EDIT_WINDOW_MS;
    },
    mayRecall({ mine, content, at, seq }) {
      return mine && seq !== null && content.type !== "recalled" && age(at) <= RECALL_WINDOW_MS;
    },
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
    add: async (message) => (await actions()).add(message),
    remove: async (favourite_id) => (await actions()).remove(favourite_id),
    send: async (...given) => (await actions()).send(...given),
    packets: async (favourite) => (await actions()).packets(favourite),
    file: async (favourite) => (await actions()).file(favourite),
  };
}

export function scheduleOf(parts: ActionParts): Schedule {
  const actions = async () => new (await loadActions()).ScheduledMessages(parts);
  return {
    of: (conversation_id) =>
      parts
        .signedIn()
        .model.account.messages.scheduled.filter((message) => message.conversation_id === conversation_id),
    text: async (...given) => (await actions()).text(...given),
    change: async (...given) => (await actions()).change(...given),
    cancel: async (message) => (await actions()).cancel(message),
    sendNow: async (message) => (await actions()).sendNow(message),
  };
}

export function smsOf(parts: ActionParts): Sms {
  const actions = async () => new (await loadActions()).SmsCalls(parts);
  const kept = () => parts.signedIn().model.account.sms;
  return {
    rate: (conversation_id) => kept().rate(conversation_id),
    fallback: (address) => kept().fallback(address),
    askRate: async (conversation_id) => (await actions()).askRate(conversation_id),
    send: async (...given) => (await actions()).send(...given),
    agree: async (...given) => (await actions()).agree(...given),
    info: async (message) => (await actions()).info(message),
    usage: async () => (await actions()).usage(),
    setFallback: async (...given) => (await actions()).setFallback(...given),
  };
}
