import type { ConversationView } from "@feiliao/client";
import type { ConversationId } from "@feiliao/protocol";
import { type Accessor, createSignal, onCleanup, untrack } from "solid-js";
import { client } from "../state/client.ts";
import { effect } from "../state/effect.ts";
import { composing, NEW, setComposing } from "./composing.ts";

/** "Typing" is repeated no more often than this, and taken back after a rest of TYPING_REST_MS. */
const TYPING_EVERY_MS = 3_000;
const TYPING_REST_MS = 5_000;

export interface Draft {
  text: Accessor<string>;
  change(text: string): void;
  /** The text has become a message, or other words for one. */
  sent(): void;
}

/**
 * What is being written in one conversation: kept, also for the person's other devices, and shown to the other side
 * as "typing". Other words for a message are no draft; what was being written waits for them to be done.
 */
export function createDraft(conversation: Accessor<ConversationView>): Draft {
  const { conversation_id, draft, draft_reply_to } = conversation();
  const [text, setText] = createSignal(draft);
  const [edited, setEdited] = createSignal<string | null>(null);
  const typing = createTyping(conversation_id);
  onCleanup(typing.rest);
  if (draft_reply_to !== null) setComposing({ type: "reply", seq: draft_reply_to });

  const keep = (next: string): void => {
    setText(next);
    const now = composing();
    client.setDraft(conversation_id, next, now.type === "reply" ? now.seq : null);
  };
  effect(() => {
    const now = composing();
    if (now.type === "edit") {
      setEdited(now.text);
      return;
    }
    setEdited(null);
    if (now.type === "again") {
      setComposing(NEW);
      keep(now.text);
    } else keep(untrack(text));
  });
  // Another device went on with it.
  effect(() => {
    const { draft: told, draft_reply_to: answered } = conversation();
    untrack(() => {
      if (told === text() || composing().type === "edit") return;
      setText(told);
      setComposing(answered === null ? NEW : { type: "reply", seq: answered });
    });
  });

  return {
    text: () => edited() ?? text(),
    change(next) {
      if (edited() !== null) setEdited(next);
      else keep(next);
      if (next === "") typing.rest();
      else typing.touch();
    },
    sent() {
      typing.rest();
      const isEdit = composing().type === "edit";
      setComposing(NEW);
      if (!isEdit) keep("");
    },
  };
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
