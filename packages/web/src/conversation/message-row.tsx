import type { ConversationView, MessageView } from "@feiliao/client";
import { type Accessor, onMount, Show } from "solid-js";
import { groupPart } from "../group/language.ts";
import { noticeIn } from "../group/notice-content.ts";
import { dayName } from "../i18n/dates.ts";
import { t } from "../i18n/language.ts";
import { previewOf } from "../list/preview.tsx";
import { messagePart } from "../message/language.ts";
import { selection } from "../message/selection.ts";
import { smsPart } from "../sms/language.ts";
import { deferred } from "../ui/deferred.tsx";
import { Bubble, lastOf, SenderFace } from "./bubble.tsx";
import { isStuck } from "./is-stuck.ts";
import type { MessageRow as Row } from "./message-rows.ts";
import type { ReadReceipts } from "./read-receipts.ts";

const Notice = groupPart(() => import("../group/notice.tsx").then((module) => module.Notice));
const Readers = groupPart(() => import("../group/readers.tsx").then((module) => module.Readers));
const UnsentActions = deferred(() => import("./unsent-actions.tsx").then((module) => module.UnsentActions));

const SmsNote = smsPart(() => import("../sms/in-chat.ts").then((module) => module.SmsNote));
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
            selected: selection()?.has(message().key) ?? false,
          }}
          tabIndex={-1}
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
            <Show when={last().mine && last().seq && props.conversation.kind === "group"}>
              <Readers message={last()} conversation={props.conversation} />
            </Show>
          </Show>
          <Show when={last().mine && last().seq && (last().sms || props.conversation.sms)}>
            <SmsNote message={last()} conversation={props.conversation} />
          </Show>
          <Show when={isStuck(message())}>
            <UnsentActions message={message()} />
          </Show>
        </div>
      </Show>
    </>
  );
}
