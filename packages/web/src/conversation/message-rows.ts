import type { MessageView } from "@feiliao/client";
import { type AlbumPlace, albumPlaces, samePlace } from "../album/albums.ts";
import { noticeIn } from "../group/notice-content.ts";
import { startOfDay } from "../i18n/dates.ts";
import type { MessageWindow } from "./message-window.ts";

/** A message with what its neighbours make of it. */
export interface MessageRow {
  message: MessageView;
  /** True when a line with the day stands above it. */
  new_day: boolean;
  /** True when the line "new messages" stands above it. */
  first_unread: boolean;
  /** Messages of one person that follow closely form a group; the first has space above, the last a tail. */
  starts_group: boolean;
  ends_group: boolean;
  /** Pictures that were sent together are drawn by the first of them. */
  album: AlbumPlace;
}

const GROUP_GAP_MS = 5 * 60_000;

/** The rows of a window. `unread_after`: the read watermark when the conversation was opened, if any was unread. */
export function messageRows(
  messages: readonly MessageView[],
  { start, end }: MessageWindow,
  unread_after: number | null,
): MessageRow[] {
  const unread = unread_after === null ? undefined : firstUnread(messages, unread_after);
  const breaks = (index: number): boolean => {
    const [before, after] = [messages[index - 1], messages[index]];
    return !before || !after || after.key === unread?.key || !belongTogether(before, after);
  };
  const shown = messages.slice(start, end);
  const albums = albumPlaces(shown, (offset) => breaks(start + offset));
  return shown.map((message, offset) => {
    const index = start + offset;
    const before = messages[index - 1];
    const album = albums[offset]!;
    const last = album.kind === "first" ? index + album.members.length - 1 : index;
    return {
      message,
      new_day: !before || startOfDay(before.at) !== startOfDay(message.at),
      first_unread: message.key === unread?.key,
      starts_group: breaks(index),
      ends_group: breaks(last + 1),
      album,
    };
  });
}

/** The first message of somebody else after the watermark. Looks from the end, where the unread ones are. */
export function firstUnread(messages: readonly MessageView[], read: number): MessageView | undefined {
  let first: MessageView | undefined;
  for (let index = messages.length - 1; index >= 0; index--) {
    const message = messages[index]!;
    if (message.seq !== null && message.seq <= read) break;
    if (!message.mine && message.seq !== null) first = message;
  }
  return first;
}

function belongTogether(before: MessageView, after: MessageView): boolean {
  return (
    before.sender === after.sender &&
    !noticeIn(before) &&
    !noticeIn(after) &&
    after.at - before.at < GROUP_GAP_MS &&
    startOfDay(before.at) === startOfDay(after.at)
  );
}

export function sameRow(a: MessageRow, b: MessageRow): boolean {
  return (
    a.message === b.message &&
    a.new_day === b.new_day &&
    a.first_unread === b.first_unread &&
    a.starts_group === b.starts_group &&
    a.ends_group === b.ends_group &&
    samePlace(a.album, b.album)
  );
}
