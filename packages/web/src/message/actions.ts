import type { ConversationView, MessageView } from "@feiliao/client";
import { setComposing } from "../composer/composing.ts";
import { errorText } from "../i18n/error-text.ts";
import { client } from "../state/client.ts";
import { showToast } from "../ui/toast.tsx";
import type { MessageIconName } from "./icon.tsx";
import { m } from "./language.ts";
import { keepRecalledWords } from "./recalled-words.ts";
import { select } from "./selection.ts";

/** What is asked about before it is done, or needs a choice. */
export type Asked = "forward" | "hide" | "remove" | "history";

export interface Action {
  name: keyof ReturnType<typeof m>["menu"] & string;
  icon: MessageIconName | "copy" | "trash";
  dangerous?: boolean;
  /** Done at once, or what to ask first. */
  run: (() => unknown) | Asked;
}

/** What this person can do with a message, in the order of the menu. */
export function actionsOf(message: MessageView, conversation: ConversationView): Action[] {
  const { seq, content, mine } = message;
  const words = wordsOf(message);
  const logged = seq !== null && content.type !== "recalled";
  const pinned = seq !== null && conversation.pins.includes(seq);
  const writes = conversation.rights.write.may && !conversation.blocked;
  const favourite = client.favourites.of(message);
  const manages = conversation.rights.manage && conversation.kind !== "direct";
  const keepable = logged && message.expires_at === undefined && isWhole(message);
  const actions: (Action | false)[] = [
    logged && writes && { name: "reply", icon: "reply", run: () => setComposing({ type: "reply", seq }) },
    words !== "" && { name: "copy", icon: "copy", run: () => copy(words) },
    logged && isWhole(message) && { name: "forward", icon: "forward", run: "forward" },
    writes &&
      client.messages.mayEdit(message) && {
        name: "edit",
        icon: "edit",
        run: () => setComposing({ type: "edit", message, text: words }),
      },
    logged &&
      conversation.rights.pin && {
        name: pinned ? "unpin" : "pin",
        icon: "pin",
        run: () => client.messages.pin(message, !pinned),
      },
    (favourite !== null || keepable) && {
      name: favourite ? "unfavourite" : "favourite",
      icon: "star",
      run: () => favour(message),
    },
    message.edited_at !== undefined && logged && { name: "history", icon: "history", run: "history" },
    { name: "select", icon: "select", run: () => select(message) },
    client.messages.mayRecall(message) && {
      name: "recall",
      icon: "recall",
      dangerous: true,
      run: () => recall(message),
    },
    logged &&
      manages &&
      !client.messages.mayRecall(message) && {
        name: "remove",
        icon: "recall",
        dangerous: true,
        run: "remove",
      },
    {
      name: "hide",
      icon: "trash",
      dangerous: true,
      run: mine && seq === null ? () => client.discard(message.key) : "hide",
    },
  ];
  return actions.filter((action) => action !== false);
}

/** The words of a text, or those below a file. */
export function wordsOf({ content }: MessageView): string {
  if (content.type === "text") return content.text;
  return "caption" in content ? (content.caption ?? "") : "";
}

/** Not a voice message that is still spoken, or was withdrawn. */
function isWhole({ content }: MessageView): boolean {
  if (content.type === "voice") return content.phase === "complete";
  return content.type !== "unknown" && content.type !== "membership" && content.type !== "info";
}

export function recall(message: MessageView): Promise<void> {
  if (message.mine && message.content.type === "text") keepRecalledWords(message.key, message.content.text);
  return client.messages.recall(message);
}

async function copy(words: string): Promise<void> {
  await navigator.clipboard.writeText(words);
  showToast(m().menu.copied);
}

export async function favour(message: MessageView): Promise<void> {
  const kept = client.favourites.of(message);
  try {
    if (kept) await client.favourites.remove(kept.favourite_id);
    else await client.favourites.add(message);
    showToast(kept ? m().menu.unfavoured : m().menu.favoured);
  } catch (failure) {
    showToast(errorText(failure));
  }
}
