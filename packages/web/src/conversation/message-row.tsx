import type { ConversationView, MessageView } from "@feiliao/client";
import { type Accessor, onMount, Show } from "solid-js";
import { groupPart } from "../group/language.ts";
import { noticeIn } from "../group/notice-content.ts";
import { clockTime, dayName, fullDate } from "../i18n/dates.ts";
import { t } from "../i18n/language.ts";
import { previewOf } from "../list/preview.tsx";
import { messagePart } from "../message/language.ts";
import { selection } from "../message/selection.ts";
import { shownTitle } from "../numbers/shown-title.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Icon } from "../ui/icon.tsx";
import { MessageContent } from "./message-content.tsx";
import type { MessageRow as Row } from "./message-rows.ts";
import { MessageStateIcon } from "./message-state-icon.tsx";
import { isOnlyEmoji } from "./only-emoji.ts";
import type { ReadReceipts } from "./read-receipts.ts";
import { isStuck, UnsentActions } from "./unsent-actions.tsx";

const Notice = groupPart(() => import("../group/notice.tsx").then((module) => module.Notice));
const Readers = groupPart(() => import("../group/readers.tsx").then((module) => module.Readers));

const Preface = messagePart(() => import("../message/preface.tsx").then((module) => module.Preface));
const Marks = messagePart(() => import("../message/marks.tsx").then((module) => module.Marks));
const Reactions = messagePart(() => import("../message/reactions.tsx").then((module) => module.Reactions));

export interface MessageRowProps {
  row: Row;
  conversation: ConversationView;
  receipts: ReadReceipts;
  /** All loaded messages, for going on to the next voice message. */
  messages: Accessor<readonly MessageView[]>;
}

export function MessageRow(props: MessageRowProps) {
  const message = (): MessageView => props.row.message;
  const notice = () => noticeIn(message());
  const pinned = (): boolean => props.conversation.pins.includes(message().seq ?? 0);
  const marked = (): boolean =>
    pinned() || message().edited_at !== undefined || message().expires_at !== undefined;
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
            selected: selection()?.has(message().key) ?? false,
          }}
          tabIndex={-1}
          data-testid="message"
          data-key={message().key}
          data-seq={message().seq ?? ""}
          data-state={message().state}
          data-type={message().content.type}
        >
          <Show when={props.row.ends_group && !message().mine && props.conversation.kind !== "direct"}>
            <SenderFace message={message()} conversation={props.conversation} />
          </Show>
          <div
            class="bubble"
            classList={{
              [bubbleKind(message())]: true,
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
            <MessageContent message={message()} conversation={props.conversation} messages={props.messages} />
            <span class="meta">
              <Show when={marked()}>
                <Marks message={message()} pinned={pinned()} />
              </Show>
              <time datetime={new Date(message().at).toISOString()} title={fullDate(message().at)}>
                {clockTime(message().at)}
              </time>
              <MessageStateIcon message={message()} />
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
          <Show when={selection()}>
            <input
              type="checkbox"
              class="row-select"
              checked={selection()!.has(message().key)}
              aria-label={previewOf(message())}
              data-testid="message-select-box"
            />
          </Show>
          <Show when={message().reactions}>
            <Reactions message={message()} conversation={props.conversation} />
          </Show>
          <Show when={isStuck(message())}>
            <UnsentActions message={message()} />
          </Show>
          <Show when={message().mine && message().seq && props.conversation.kind === "group"}>
            <Readers message={message()} conversation={props.conversation} />
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

function bubbleKind({ content }: MessageView): string {
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
