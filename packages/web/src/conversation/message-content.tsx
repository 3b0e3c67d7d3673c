import type { ContentView, ConversationView, MessageView } from "@feiliao/client";
import { type Accessor, For, Match, Show, Switch } from "solid-js";
import { mayBeFormatted } from "../formatting/may-be-formatted.ts";
import { formatting } from "../formatting/show-formatting.ts";
import { t } from "../i18n/language.ts";
import { messagePart } from "../message/language.ts";
import { bubbleRoom } from "../picture/geometry.ts";
import { VoiceBubble } from "../talk/voice-bubble.tsx";
import { deferred } from "../ui/deferred.tsx";
import { linkify } from "./linkify.ts";

const PictureContent = deferred(() =>
  import("../picture/picture-content.tsx").then((module) => module.PictureContent),
);
const FormattedText = deferred(() =>
  import("../formatting/formatted-text.tsx").then((module) => module.FormattedText),
);
const LinkPreviewCard = deferred(() =>
  import("../link-preview/link-preview-card.tsx").then((module) => module.LinkPreviewCard),
);
const FileContent = deferred(() => import("../files/file-content.tsx").then((module) => module.FileContent));
const VideoContent = deferred(() =>
  import("../video/video-content.tsx").then((module) => module.VideoContent),
);
const LocationContent = deferred(() =>
  import("../location/location-content.tsx").then((module) => module.LocationContent),
);
const ContactCardContent = deferred(() =>
  import("../contact-card/contact-card-content.tsx").then((module) => module.ContactCardContent),
);
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
      <Match when={as("text")}>
        {(content) => (
          <>
            <Text text={content().text} />
            <Show when={content().preview}>
              {(preview) => (
                <LinkPreviewCard preview={preview()} owner={props.conversation.conversation_id} />
              )}
            </Show>
          </>
        )}
      </Match>
      <Match when={as("image")}>
        {(content) => (
          <PictureContent
            message={props.message}
            content={content()}
            conversation={props.conversation}
            fallback={<span class="picture" style={bubbleRoom(content())} />}
          />
        )}
      </Match>
      <Match when={as("file")}>
        {(content) => <FileContent message={props.message} content={content()} fallback={content().name} />}
      </Match>
      <Match when={as("video")}>
        {(content) => (
          <VideoContent message={props.message} content={content()} conversation={props.conversation} />
        )}
      </Match>
      <Match when={as("location")}>
        {(content) => <LocationContent content={content()} fallback={content().name ?? ""} />}
      </Match>
      <Match when={as("contact_card")}>
        {(content) => <ContactCardContent content={content()} fallback={content().name} />}
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

/** What may be formatted is first shown as it was typed, until what formats it is here. */
function Text(props: { text: string }) {
  return (
    <Show
      when={formatting() === "shown" && mayBeFormatted(props.text)}
      fallback={<PlainText text={props.text} />}
    >
      <FormattedText text={props.text} fallback={<PlainText text={props.text} />} />
    </Show>
  );
}

/** Text nodes and links only; nothing a person writes is ever read as markup. */
function PlainText(props: { text: string }) {
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
