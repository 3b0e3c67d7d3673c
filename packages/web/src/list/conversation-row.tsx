import type { ConversationView } from "@feiliao/client";
import { createSignal, Show } from "solid-js";
import { MessageStateIcon } from "../conversation/message-state-icon.tsx";
import { groupPart } from "../group/language.ts";
import { noticeIn } from "../group/notice-content.ts";
import { shortTime } from "../i18n/dates.ts";
import { t } from "../i18n/language.ts";
import { go, openConversationId, openGroupId } from "../navigation/router.ts";
import { shownTitle } from "../numbers/shown-title.ts";
import { smsPart } from "../sms/language.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Icon } from "../ui/icon.tsx";
import { onLongPress } from "../ui/long-press.ts";
import { Preview } from "./preview.tsx";

const ConversationMenu = groupPart(() =>
  import("./conversation-menu.tsx").then((module) => module.ConversationMenu),
);
const ReachedBySms = smsPart(() => import("../sms/in-chat.ts").then((module) => module.ReachedBySms));
const UNREAD_SHOWN_MAX = 99;

export function ConversationRow(props: { conversation: ConversationView }) {
  const conversation = () => props.conversation;
  const [menu, setMenu] = createSignal(false);
  const open = (): boolean => (openConversationId() ?? openGroupId()) === conversation().conversation_id;
  /** The last message, unless nobody said it. */
  const said = () => (noticeIn(conversation().last) ? null : conversation().last);
  const muted = (): boolean => (conversation().settings.muted_until ?? 0) > Date.now();
  return (
    <li>
      <button
        type="button"
        class="conversation"
        aria-current={open() ? "page" : undefined}
        data-id={conversation().conversation_id}
        data-testid="conversation"
        ref={(row) => onLongPress(row, () => setMenu(true))}
        onClick={() => go({ screen: "conversation", conversation_id: conversation().conversation_id })}
      >
        <Avatar
          name={shownTitle(conversation())}
          id={conversation().peer?.account_id ?? conversation().conversation_id}
          picture={conversation().picture}
          owner={conversation().conversation_id}
        />
        <span class="conversation-title">
          {shownTitle(conversation())}
          <Show when={conversation().sms}>
            <ReachedBySms />
          </Show>
          <Show when={muted()}>
            <Icon name="quiet" />
            <span class="spoken-only">{t().list.muted}</span>
          </Show>
          <Show when={conversation().settings.pinned}>
            <Icon name="pin" />
            <span class="spoken-only">{t().list.pinned}</span>
          </Show>
        </span>
        <time class="conversation-time">{shortTime(conversation().active_at, Date.now())}</time>
        <span class="conversation-preview">
          <Show when={(open() || !conversation().draft) && !conversation().typing && said()}>
            {(last) => <MessageStateIcon message={last()} />}
          </Show>
          <Preview conversation={conversation()} open={open()} />
        </span>
        <Show when={conversation().unread === 0 && conversation().settings.marked_unread}>
          <span class="unread marked">
            <span class="spoken-only">{t().list.marked_unread}</span>
          </span>
        </Show>
        <Show when={conversation().unread > 0}>
          <span class="unread" classList={{ muted: muted() }}>
            <Show when={conversation().mentions > 0}>
              <span aria-hidden="true">@ </span>
              <span class="spoken-only">{t().list.mentioned}</span>
            </Show>
            <span aria-hidden="true">
              {conversation().unread > UNREAD_SHOWN_MAX ? `${UNREAD_SHOWN_MAX}+` : conversation().unread}
            </span>
            <span class="spoken-only">{t().list.unread(conversation().unread)}</span>
          </span>
        </Show>
      </button>
      <Show when={menu()}>
        <ConversationMenu conversation={conversation()} onClosed={() => setMenu(false)} />
      </Show>
    </li>
  );
}
