/**
 * The rows that are really in the document: a stretch of at most 160 messages in normal flow, moved by 40 when
 * the reader comes near its end. Normal flow keeps text selection, find-in-page, the order for screen readers
 * and any height; measured, it costs half the scrolling work of a list that positions its rows.
 */
export interface MessageWindow {
  /** Index of the first message shown. */
  start: number;
  /** Index after the last one. */
  end: number;
}

export const WINDOW_ROWS_MAX = 160;
export const WINDOW_STEP = 40;

export const newest = (length: number): MessageWindow => ({
  start: Math.max(0, length - WINDOW_STEP * 2),
  end: length,
});

/** Around one message, for jumping to it. */
export function around(index: number, length: number): MessageWindow {
  const start = Math.max(0, index - WINDOW_STEP);
  return { start, end: Math.min(length, start + WINDOW_STEP * 2) };
}

export function older({ start, end }: MessageWindow): MessageWindow {
  const earlier = Math.max(0, start - WINDOW_STEP);
  return { start: earlier, end: Math.min(end, earlier + WINDOW_ROWS_MAX) };
}

export function newer({ start, end }: MessageWindow, length: number): MessageWindow {
  const later = Math.min(length, end + WINDOW_STEP);
  return { start: Math.max(start, later - WINDOW_ROWS_MAX), end: later };
}

export interface MessagesChange {
  prepended: number;
  length_before: number;
  length: number;
  /** True when the newest message was the last one before, so that whoever stands there follows what comes. */
  reached_newest: boolean;
}

/** What the window becomes when messages were added before and after it, or taken away. */
export function afterChange(window: MessageWindow, change: MessagesChange): MessageWindow {
  const { prepended, length_before, length, reached_newest } = change;
  const start = Math.min(length, window.start + prepended);
  const end = window.end + prepended;
  const atNewest = reached_newest && window.end >= length_before;
  if (!atNewest) return { start, end: Math.min(end, length) };
  return { start: Math.max(start, length - WINDOW_ROWS_MAX), end: length };
}
