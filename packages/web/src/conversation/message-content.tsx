import type { ContentView, ConversationView, MessageView } from "@feiliao/client";
import { type Accessor, For, Match, Show, Switch } from "solid-js";
import { t } from "../i18n/language.ts";
import { messagePart } from "../message/language.ts";
import { PictureContent } from "../picture/picture-content.tsx";
import { VoiceBubble } from "../talk/voice-bubble.tsx";
import { linkify } from "./linkify.ts";

const Recalled = messagePart(() => import("../message/recalled.tsx").then((module) => module.Recalled));

export interface MessageContentProps {
  message: MessageView;
  conversation: ConversationView;
  messages: Accessor<readonly MessageView[]>;
}

export function MessageContent(props: MessageContentProps) {
  const as = <Type extends ContentView["type"]>(type: Type) => {
    const { content } = props.message;
    return content.type === type ? (content as Extract<ContentView, { type: Type }>) : undefined;
  };
  return (
    <Switch fallback={<em>{t().conversation.update_app}</em>}>
      <Match when={as("text")}>{(content) => <Text text={content().text} />}</Match>
      <Match when={as("image")}>
        {(content) => (
          <PictureContent message={props.message} content={content()} conversation={props.conversation} />
        )}
      </Match>
      <Match when={as("voice")}>
        {(content) => (
          <VoiceBubble
            message={props.message}
            content={content()}
            conversation={props.conversation}
            messages={props.messages}
          />
        )}
      </Match>
      <Match when={as("recalled")}>
        {(content) => (
          <Recalled message={props.message} by={content().by} conversation={props.conversation} />
        )}
      </Match>
    </Switch>
  );
}

/** Text nodes and links only; nothing a person writes is ever read as markup. */
function Text(props: { text: string }) {
  return (
    <span class="text" dir="auto">
      <For each={linkify(props.text)}>
        {(part) => (
          <Show when={"href" in part && part.href} fallback={part.text}>
            {(href) => (
              <a href={href()} target="_blank" rel="noopener noreferrer">
                {part.text}
              </a>
            )}
          </Show>
        )}
      </For>
    </span>
  );
}
