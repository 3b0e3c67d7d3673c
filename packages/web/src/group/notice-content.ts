import type { ContentView, MessageView } from "@feiliao/client";

/** What happened in a group, said by nobody. */
export type NoticeContent = Extract<ContentView, { type: "membership" | "info" }>;

/** The notice that a message is; undefined for what somebody said. */
export function noticeIn(message: Pick<MessageView, "content"> | null): NoticeContent | undefined {
  const content = message?.content;
  return content?.type === "membership" || content?.type === "info" ? content : undefined;
}
