import type { ConversationView, MessageView } from "@feiliao/client";
import { type Accessor, Show } from "solid-js";
import { MessageIcon } from "./icon.tsx";
import { m } from "./language.ts";
import { Quote } from "./quote.tsx";
import "./message.css";

export interface PrefaceProps {
  message: MessageView;
  conversation: ConversationView;
  messages: Accessor<readonly MessageView[]>;
}

/** What stands above the words of a message: where it comes from, and what it answers. */
export function Preface(props: PrefaceProps) {
  return (
    <>
      <Show when={props.message.forwarded}>
        {(forwarded) => (
          <span class="forwarded" data-testid="forwarded">
            <MessageIcon name="forward" />
            {m().forwarded(forwarded().name)}
          </span>
        )}
      </Show>
      <Show when={props.message.reply_to}>
        {(seq) => <Quote conversation={props.conversation} seq={seq()} messages={props.messages} />}
      </Show>
    </>
  );
}
