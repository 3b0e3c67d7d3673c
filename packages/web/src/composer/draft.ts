import type { ConversationId } from "@feiliao/protocol";
import { type Accessor, createSignal, onCleanup } from "solid-js";
import { client } from "../state/client.ts";

/** "Typing" is repeated no more often than this, and taken back after a rest of TYPING_REST_MS. */
const TYPING_EVERY_MS = 3_000;
const TYPING_REST_MS = 5_000;

export interface Draft {
  text: Accessor<string>;
  change(text: string): void;
  /** The text has become a message. */
  sent(): void;
}

/** What is being written in one conversation: kept on this device, and shown to the other side as "typing". */
export function createDraft(conversation_id: ConversationId, initial: string): Draft {
  const [text, setText] = createSignal(initial);
  const typing = createTyping(conversation_id);
  onCleanup(typing.rest);
  const change = (next: string): void => {
    setText(next);
    client.setDraft(conversation_id, next);
    if (next === "") typing.rest();
    else typing.touch();
  };
  return { text, change, sent: () => change("") };
}

function createTyping(conversation_id: ConversationId) {
  let said_at = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const rest = (): void => {
    clearTimeout(timer);
    if (said_at > 0) client.setTyping(conversation_id, false);
    said_at = 0;
  };
  const touch = (): void => {
    clearTimeout(timer);
    timer = setTimeout(rest, TYPING_REST_MS);
    if (Date.now() - said_at < TYPING_EVERY_MS) return;
    said_at = Date.now();
    client.setTyping(conversation_id, true);
  };
  return { rest, touch };
}
