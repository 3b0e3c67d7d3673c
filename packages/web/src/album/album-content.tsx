import type { ContentView, ConversationView, MessageView } from "@feiliao/client";
import { For } from "solid-js";
import { MessageStateIcon } from "../conversation/message-state-icon.tsx";
import { t } from "../i18n/language.ts";
import { PictureContent } from "../picture/picture-content.tsx";
import "./album-content.css";

export interface AlbumContentProps {
  members: readonly MessageView[];
  conversation: ConversationView;
}

/** Pictures that were sent together as one grid. Each is a message of its own, to be answered or taken back alone. */
export function AlbumContent(props: AlbumContentProps) {
  return (
    <section
      class={`album album-of-${props.members.length}`}
      aria-label={t().album.title(props.members.length)}
    >
      <For each={props.members}>
        {(message) => (
          <div
            class="album-cell"
            data-key={message.key}
            data-seq={message.seq ?? ""}
            data-state={message.state}
          >
            <PictureContent
              message={message}
              content={message.content as Extract<ContentView, { type: "image" }>}
              conversation={props.conversation}
              album={props.members}
            />
            {message.state === "failed" && <MessageStateIcon message={message} />}
          </div>
        )}
      </For>
    </section>
  );
}
