import type { ConversationView, MessageView, Quoted } from "@feiliao/client";
import { type Accessor, createMemo, createSignal, Show } from "solid-js";
import { previewOf } from "../list/preview.tsx";
import { client } from "../state/client.ts";
import { effect } from "../state/effect.ts";
import { m } from "./language.ts";
import { messageAt } from "./message-at.ts";
import { nameOf } from "./name-of.ts";
import { showMessage } from "./show-message.ts";

export interface QuoteProps {
  conversation: ConversationView;
  seq: number;
  /** Those that are loaded. */
  messages?: Accessor<readonly MessageView[]>;
}

/** The message that another one answers: who said what, and the way to it. */
export function Quote(props: QuoteProps) {
  const quoted = createQuoted(props);
  return (
    <button
      type="button"
      class="quote"
      title={m().quote.jump}
      data-testid="quote"
      disabled={quoted()?.state !== "there"}
      onClick={() => showMessage(props.conversation.conversation_id, props.seq)}
    >
      <QuoteText quoted={quoted()} conversation={props.conversation} />
    </button>
  );
}

/** Loaded ones follow what becomes of them; others are looked up once. */
export function createQuoted(props: QuoteProps): Accessor<Quoted | undefined> {
  const loaded = createMemo(() => messageAt(props.messages?.() ?? [], props.seq));
  const [found, setFound] = createSignal<Quoted>();
  effect(() => {
    const { seq } = props;
    if (loaded()) return;
    void client.messages.quoted(props.conversation.conversation_id, seq).then((answer) => {
      if (seq === props.seq) setFound(answer);
    });
  });
  return () => {
    const message = loaded();
    if (!message) return found();
    return message.content.type === "recalled" ? { state: "gone" } : { state: "there", message };
  };
}

/** In two lines, or in one that says why there is nothing to show. */
export function QuoteText(props: { quoted: Quoted | undefined; conversation: ConversationView }) {
  const message = (): MessageView | undefined =>
    props.quoted?.state === "there" ? props.quoted.message : undefined;
  const remark = (): string => {
    const state = props.quoted?.state;
    return !state || state === "there" ? "…" : m().quote[state];
  };
  return (
    <Show when={message()} fallback={<em>{remark()}</em>}>
      {(shown) => (
        <>
          <strong>{nameOf(props.conversation, shown().sender)}</strong>
          <span dir="auto">{previewOf(shown())}</span>
        </>
      )}
    </Show>
  );
}
