import type { ConversationView } from "@feiliao/client";
import { Show } from "solid-js";
import { MessageStateIcon } from "../conversation/message-state-icon.tsx";
import { shortTime } from "../i18n/dates.ts";
import { t } from "../i18n/language.ts";
import { go, openConversationId } from "../navigation/router.ts";
import { shownTitle } from "../numbers/shown-title.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Preview } from "./preview.tsx";

const UNREAD_SHOWN_MAX = 99;

export function ConversationRow(props: { conversation: ConversationView }) {
  const conversation = () => props.conversation;
  const open = (): boolean => openConversationId() === conversation().conversation_id;
  return (
    <li>
      <button
        type="button"
        class="conversation"
        aria-current={open() ? "page" : undefined}
        data-id={conversation().conversation_id}
        data-testid="conversation"
        onClick={() => go({ screen: "conversation", conversation_id: conversation().conversation_id })}
      >
        <Avatar
          name={shownTitle(conversation())}
          id={conversation().peer?.account_id ?? conversation().conversation_id}
          picture={conversation().peer?.picture}
          owner={conversation().conversation_id}
        />
        <span class="conversation-title">{shownTitle(conversation())}</span>
        <time class="conversation-time">{shortTime(conversation().active_at, Date.now())}</time>
        <span class="conversation-preview">
          <Show when={(open() || !conversation().draft) && !conversation().typing && conversation().last}>
            {(last) => <MessageStateIcon message={last()} />}
          </Show>
          <Preview conversation={conversation()} open={open()} />
        </span>
        <Show when={conversation().unread > 0}>
          <span class="unread">
            <span aria-hidden="true">
              {conversation().unread > UNREAD_SHOWN_MAX ? `${UNREAD_SHOWN_MAX}+` : conversation().unread}
            </span>
            <span class="spoken-only">{t().list.unread(conversation().unread)}</span>
          </span>
        </Show>
      </button>
    </li>
  );
}
