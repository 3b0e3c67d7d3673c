import type { ConversationId } from "@feiliao/protocol";
import { createSignal } from "solid-js";
import { go } from "./router.ts";

/** A message that somebody wants to see in its place. */
export interface Place {
  conversation_id: ConversationId;
  seq: number;
}

const [place, setPlace] = createSignal<Place | null>(null, { equals: false });

/** Where the open conversation is to be shown; null: at its newest messages, or the first unread one. */
export { place };

/** Opens a conversation at one of its messages; again, when that was asked for before. */
export function jumpTo(next: Place): void {
  setPlace(next);
  go({ screen: "conversation", conversation_id: next.conversation_id });
}

/** From now on, conversations open as ever. */
export function forgetPlace(): void {
  setPlace(null);
}
