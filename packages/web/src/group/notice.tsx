import type { ConversationView, MessageView } from "@feiliao/client";
import type { NoticeContent } from "./notice-content.ts";
import { noticeText } from "./notice-text.ts";

export interface NoticeProps {
  message: MessageView;
  content: NoticeContent;
  conversation: ConversationView;
}

/** What happened in a group: a line of its own among the messages, and in the list of chats. */
export function Notice(props: NoticeProps) {
  return <span data-testid="notice">{noticeText(props.message, props.content, props.conversation)}</span>;
}
