import type { ConversationView, MessageView } from "@feiliao/client";
import type { InfoContent, MembershipContent } from "@feiliao/protocol";
import { fullDate } from "../i18n/dates.ts";
import { g } from "./language.ts";
import type { NoticeContent } from "./notice-content.ts";
import { doer, objects } from "./people.ts";

/** What happened in a group, in a sentence or several. */
export function noticeText(
  { sender }: Pick<MessageView, "sender">,
  content: NoticeContent,
  conversation: ConversationView,
): string {
  const who = doer(conversation, sender);
  if (content.type === "membership") return membershipText(who, content, conversation);
  return infoTexts(who, content).join(" ");
}

function membershipText(who: string, content: MembershipContent, conversation: ConversationView): string {
  const { change, account_ids, until } = content;
  const { notice } = g();
  switch (change) {
    case "accepted":
    case "declined":
    case "requested":
    case "joined":
    case "left":
      return notice[change](who);
    case "muted":
      if (until !== undefined) {
        return notice.muted_until(who, objects(conversation, account_ids), fullDate(until));
      }
  }
  return notice[change](who, objects(conversation, account_ids));
}

function infoTexts(who: string, content: InfoContent): string[] {
  const { notice } = g();
  const { title, picture, description, announcement, settings, disappear_after_s } = content;
  if (content.created) return [notice.created(who, title ?? "")];
  const texts: string[] = [];
  if (title !== undefined) texts.push(notice.title(who, title));
  if (picture !== undefined) texts.push(picture ? notice.picture(who) : notice.picture_removed(who));
  if (description !== undefined) texts.push(notice.description(who));
  if (announcement !== undefined) {
    texts.push(
      announcement === null ? notice.announcement_removed(who) : notice.announcement(who, announcement),
    );
  }
  if (settings) texts.push(notice.settings(who));
  if (disappear_after_s !== undefined) {
    const stays = disappear_after_s === 0;
    texts.push(stays ? notice.staying(who) : notice.disappearing(who, g().duration(disappear_after_s)));
  }
  return texts;
}
