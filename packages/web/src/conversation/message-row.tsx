import type { ConversationView, MessageView } from "@feiliao/client";
import { type Accessor, onMount, Show } from "solid-js";
import { groupPart } from "../group/language.ts";
import { noticeIn } from "../group/notice-content.ts";
import { clockTime, dayName, fullDate } from "../i18n/dates.ts";
import { t } from "../i18n/language.ts";
import { shownTitle } from "../numbers/shown-title.ts";
import { Avatar } from "../ui/avatar.tsx";
import { deferred } from "../ui/deferred.tsx";
import { isStuck } from "./is-stuck.ts";
import { MessageContent } from "./message-content.tsx";
import type { MessageRow as Row } from "./message-rows.ts";
import { MessageStateIcon } from "./message-state-icon.tsx";
import { isOnlyEmoji } from "./only-emoji.ts";
import type { ReadReceipts } from "./read-receipts.ts";

const Notice = groupPart(() => import("../group/notice.tsx").then((module) => module.Notice));
const Readers = groupPart(() => import("../group/readers.tsx").then((module) => module.Readers));
const UnsentActions = deferred(() => import("./unsent-actions.tsx").then((module) => module.UnsentActions));
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
  const last = (): MessageView => lastOf(props.row);
  const notice = () => noticeIn(message());
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
      <Show
        when={!notice()}
        fallback={
          <div
            ref={element}
            class="group-notice"
            data-testid="message"
            data-key={message().key}
            data-type={message().content.type}
          >
            <Notice message={message()} content={notice()!} conversation={props.conversation} />
          </div>
        }
      >
        <div
          ref={element}
          class="row"
          classList={{
            "in-group": props.conversation.kind !== "direct",
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
            <Show when={props.row.ends_group && !message().mine && props.conversation.kind !== "direct"}>
              <SenderFace message={message()} conversation={props.conversation} />
            </Show>
            <Bubble {...props} />
            <Show when={last().mine && last().seq && props.conversation.kind === "group"}>
              <Readers message={last()} conversation={props.conversation} />
            </Show>
          </Show>
          <Show when={isStuck(message())}>
            <UnsentActions message={message()} />
          </Show>
        </div>
      </Show>
    </>
  );
}

function callsMe({ content }: MessageView, { me }: ConversationView): boolean {
  const mentions = content.type === "text" ? content.mentions : undefined;
  return mentions?.some((mention) => mention === "all" || mention === me?.account_id) ?? false;
}

/** Beside the last of what somebody said in one go. */
function SenderFace(props: { message: MessageView; conversation: ConversationView }) {
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
function lastOf({ message, album }: Row): MessageView {
  return album.kind === "first" ? album.members.at(-1)! : message;
}

function Bubble(props: MessageRowProps) {
  const album = () => (props.row.album.kind === "first" ? props.row.album.members : undefined);
  const message = (): MessageView => lastOf(props.row);
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
    return props.conversation.nameOf(props.message.sender);
  };
  const hidden = (): boolean => props.message.mine || props.conversation.kind === "direct";
  return <span class={hidden() ? "spoken-only" : "sender"}>{name()}</span>;
}
