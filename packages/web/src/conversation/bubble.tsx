import type { ConversationView, MessageView } from "@feiliao/client";
import { Show } from "solid-js";
import { clockTime, fullDate } from "../i18n/dates.ts";
import { t } from "../i18n/language.ts";
import { messagePart } from "../message/language.ts";
import { shownTitle } from "../numbers/shown-title.ts";
import { smsPart } from "../sms/language.ts";
import { Avatar } from "../ui/avatar.tsx";
import { deferred } from "../ui/deferred.tsx";
import { Icon } from "../ui/icon.tsx";
import { MessageContent } from "./message-content.tsx";
import type { MessageRowProps } from "./message-row.tsx";
import type { MessageRow as Row } from "./message-rows.ts";
import { MessageStateIcon } from "./message-state-icon.tsx";
import { isOnlyEmoji } from "./only-emoji.ts";

const AlbumContent = deferred(() =>
  import("../album/album-content.tsx").then((module) => module.AlbumContent),
);
const Preface = messagePart(() => import("../message/preface.tsx").then((module) => module.Preface));
const Marks = messagePart(() => import("../message/marks.tsx").then((module) => module.Marks));

const SmsState = smsPart(() => import("../sms/in-chat.ts").then((module) => module.SmsState));

function callsMe({ content }: MessageView, { me }: ConversationView): boolean {
  const mentions = content.type === "text" ? content.mentions : undefined;
  return mentions?.some((mention) => mention === "all" || mention === me?.account_id) ?? false;
}

/** Beside the last of what somebody said in one go. */
export function SenderFace(props: { message: MessageView; conversation: ConversationView }) {
  const { sender } = props.message;
  const member = () => props.conversation.members.find(({ account_id }) => account_id === sender);
  return (
    <Avatar
      name={props.conversation.nameOf(sender)}
      id={sender}
      picture={member()?.picture}
      owner={props.conversation.conversation_id}
    />
  );
}

/** Of an album, the time, the state and the readers of its last picture stand under it. */
export function lastOf({ message, album }: Row): MessageView {
  return album.kind === "first" ? album.members.at(-1)! : message;
}

export function Bubble(props: MessageRowProps) {
  const album = () => (props.row.album.kind === "first" ? props.row.album.members : undefined);
  const message = (): MessageView => lastOf(props.row);
  const pinned = (): boolean => props.conversation.pins.includes(message().seq ?? 0);
  const marked = (): boolean =>
    pinned() || message().edited_at !== undefined || message().expires_at !== undefined;
  return (
    <div
      class={`bubble ${bubbleKind(props.row)}`}
      classList={{
        failed: message().state === "failed",
        "mentions-me": callsMe(message(), props.conversation),
      }}
    >
      <Show when={props.row.starts_group}>
        <Sender message={message()} conversation={props.conversation} />
      </Show>
      <Show when={message().reply_to || message().forwarded}>
        <Preface message={message()} conversation={props.conversation} messages={props.messages} />
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
        <Show when={marked()}>
          <Marks message={message()} pinned={pinned()} />
        </Show>
        <time datetime={new Date(message().at).toISOString()} title={fullDate(message().at)}>
          {clockTime(message().at)}
        </time>
        <Show when={isSms(message())} fallback={<MessageStateIcon message={message()} />}>
          <SmsState
            message={message()}
            conversation={props.conversation}
            fallback={<MessageStateIcon message={message()} />}
          />
        </Show>
      </span>
      <button
        type="button"
        class="row-options"
        tabIndex={-1}
        aria-label={t().conversation.more}
        data-testid="message-options"
      >
        <Icon name="more" />
      </button>
    </div>
  );
}

const isSms = ({ sms, content }: MessageView): boolean =>
  sms !== undefined || (content.type === "text" && content.via === "sms");

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
    return props.conversation.nameOf(props.message.sender);
  };
  const hidden = (): boolean => props.message.mine || props.conversation.kind === "direct";
  return <span class={hidden() ? "spoken-only" : "sender"}>{name()}</span>;
}
