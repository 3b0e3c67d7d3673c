import type { ConversationView, MessageView } from "@feiliao/client";
import { type Accessor, onMount, Show } from "solid-js";
import { clockTime, dayName, fullDate } from "../i18n/dates.ts";
import { t } from "../i18n/language.ts";
import { shownTitle } from "../numbers/shown-title.ts";
import { deferred } from "../ui/deferred.tsx";
import { MessageContent } from "./message-content.tsx";
import type { MessageRow as Row } from "./message-rows.ts";
import { MessageStateIcon } from "./message-state-icon.tsx";
import { isOnlyEmoji } from "./only-emoji.ts";
import type { ReadReceipts } from "./read-receipts.ts";
import { isStuck, UnsentActions } from "./unsent-actions.tsx";

const AlbumContent = deferred(() =>
  import("../album/album-content.tsx").then((module) => module.AlbumContent),
);

export interface MessageRowProps {
  row: Row;
  conversation: ConversationView;
  receipts: ReadReceipts;
  /** All loaded messages, for going on to the next voice message. */
  messages: Accessor<readonly MessageView[]>;
}

export function MessageRow(props: MessageRowProps) {
  const message = (): MessageView => props.row.message;
  let element!: HTMLDivElement;
  onMount(() => {
    const { mine, seq } = message();
    if (!mine && seq !== null && seq > (props.conversation.me?.read ?? 0)) props.receipts.watch(element, seq);
  });
  return (
    <>
      <Show when={props.row.new_day}>
        <div class="day">
          <span>{dayName(message().at, Date.now())}</span>
        </div>
      </Show>
      <Show when={props.row.first_unread}>
        <div class="unread-divider" data-testid="unread-divider">
          <span>{t().conversation.unread_divider}</span>
        </div>
      </Show>
      <div
        ref={element}
        class="row"
        classList={{
          mine: message().mine,
          theirs: !message().mine,
          "starts-group": props.row.starts_group,
          "ends-group": props.row.ends_group,
          "album-rest": props.row.album.kind === "rest",
        }}
        data-testid="message"
        data-key={message().key}
        data-seq={message().seq ?? ""}
        data-state={message().state}
        data-type={message().content.type}
      >
        <Show when={props.row.album.kind !== "rest"}>
          <Bubble {...props} />
        </Show>
        <Show when={isStuck(message())}>
          <UnsentActions message={message()} />
        </Show>
      </div>
    </>
  );
}

function Bubble(props: MessageRowProps) {
  const album = () => (props.row.album.kind === "first" ? props.row.album.members : undefined);
  /** Of an album, the time and state of its last picture stand under it. */
  const message = (): MessageView => album()?.at(-1) ?? props.row.message;
  return (
    <div class={`bubble ${bubbleKind(props.row)}`} classList={{ failed: message().state === "failed" }}>
      <Show when={props.row.starts_group}>
        <Sender message={message()} conversation={props.conversation} />
      </Show>
      <Show
        when={album()}
        fallback={
          <MessageContent
            message={props.row.message}
            conversation={props.conversation}
            messages={props.messages}
          />
        }
      >
        {(members) => <AlbumContent members={members()} conversation={props.conversation} />}
      </Show>
      <span class="meta">
        <time datetime={new Date(message().at).toISOString()} title={fullDate(message().at)}>
          {clockTime(message().at)}
        </time>
        <MessageStateIcon message={message()} />
      </span>
    </div>
  );
}

function bubbleKind({ message: { content }, album }: Row): string {
  if (album.kind === "first") return "is-image is-album";
  if (content.type === "text" && isOnlyEmoji(content.text)) return "is-emoji";
  return `is-${content.type}`;
}

/** Who speaks: seen in groups, always heard by screen readers. */
function Sender(props: { message: MessageView; conversation: ConversationView }) {
  const name = (): string => {
    if (props.message.mine) return t().conversation.you_said;
    if (props.conversation.kind === "direct") return shownTitle(props.conversation);
    const { sender } = props.message;
    return props.conversation.members.find(({ account_id }) => account_id === sender)?.name ?? "";
  };
  const hidden = (): boolean => props.message.mine || props.conversation.kind === "direct";
  return <span class={hidden() ? "spoken-only" : "sender"}>{name()}</span>;
}
