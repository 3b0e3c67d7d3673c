import type { ConversationView, MessageView } from "@feiliao/client";
import { Show } from "solid-js";
import { composing, NEW, setComposing } from "../composer/composing.ts";
import { previewOf } from "../list/preview.tsx";
import { Icon } from "../ui/icon.tsx";
import { MessageIcon } from "./icon.tsx";
import { m } from "./language.ts";
import { createQuoted, QuoteText } from "./quote.tsx";
import "./bars.css";

/** Above the field while an answer, or other words for a message, are written. */
export function ComposingBar(props: { conversation: ConversationView }) {
  const answered = (): number | undefined => {
    const now = composing();
    return now.type === "reply" ? now.seq : undefined;
  };
  const edited = (): MessageView | undefined => {
    const now = composing();
    return now.type === "edit" ? now.message : undefined;
  };
  const stop = (): string => (edited() ? m().stop_editing : m().quote.stop);
  return (
    <div class="composing-bar" data-testid="composing-bar">
      <MessageIcon name={edited() ? "edit" : "reply"} />
      <div class="composing-what">
        <Show when={answered()}>{(seq) => <Answered seq={seq()} conversation={props.conversation} />}</Show>
        <Show when={edited()}>
          {(message) => (
            <>
              <strong>{m().editing}</strong>
              <span dir="auto">{previewOf(message())}</span>
            </>
          )}
        </Show>
      </div>
      <button
        type="button"
        class="quiet round"
        aria-label={stop()}
        title={stop()}
        data-testid="composing-stop"
        onClick={() => setComposing(NEW)}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}

function Answered(props: { seq: number; conversation: ConversationView }) {
  const quoted = createQuoted(props);
  return <QuoteText quoted={quoted()} conversation={props.conversation} />;
}
