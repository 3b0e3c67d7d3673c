import type { MessageView } from "@feiliao/client";
import type { ConversationId } from "@feiliao/protocol";
import { type Accessor, createMemo, createSignal, onCleanup } from "solid-js";
import { openTimeline } from "../state/timeline.ts";
import { keepingPlace } from "./keeping-place.ts";
import { firstUnread } from "./message-rows.ts";
import { afterChange, around, type MessageWindow, newer, newest, older } from "./message-window.ts";

/** This near to the end, new messages are followed. Pixels. */
const STICK_WITHIN = 80;
/** This near to the end of the window, it is moved. Pixels. */
const MOVE_WITHIN = 1_500;
/** How many pages are loaded to reach the first unread message on opening. */
const PAGES_TO_UNREAD_MAX = 10;

interface View {
  messages: readonly MessageView[];
  window: MessageWindow;
}

export interface MessageScrollOptions {
  conversation_id: ConversationId;
  /** The read watermark when the conversation was opened, if any was unread. */
  unread_after: number | null;
  /** The message to stand at, instead of the first unread or the newest one. */
  around_seq: number | undefined;
  /** The read watermark now. */
  read: Accessor<number>;
}

/** How long a message that was jumped to is marked. */
const MARKED_MS = 1_200;

/** The sliding window over a conversation's messages, and where the reader stands in it. */
export function createMessageScroll({
  conversation_id,
  unread_after,
  around_seq,
  read,
}: MessageScrollOptions) {
  const timeline = openTimeline(conversation_id, changed, around_seq);
  const [view, setView] = createSignal<View>({
    messages: timeline.messages,
    window: newest(timeline.messages.length),
  });
  const [atNewest, setAtNewest] = createSignal(unread_after === null && around_seq === undefined);
  const [opened, setOpened] = createSignal(false);
  /** The newest message when the reader was last at the end. */
  const [reached, setReached] = createSignal(unread_after ?? newestSeq(timeline.messages));
  const newBelow = createMemo(() => countNewer(view().messages, Math.max(reached(), read())));
  let list: HTMLElement | undefined;
  let loading = false;
  /** Where the list was scrolled to when last looked at. */
  let top = 0;
  // A keyboard that opens, a line more in the composer, a bubble that grows: the newest message stays in view.
  const sizes = new ResizeObserver(() => {
    if (atNewest()) stick();
  });
  onCleanup(() => sizes.disconnect());

  function changed(messages: readonly MessageView[]): void {
    const before = view();
    const last = messages.at(-1);
    const justSent = opened() && last?.mine && last.seq === null && last.key !== before.messages.at(-1)?.key;
    inPlace(() => setView({ messages, window: windowAfter(before, messages) }));
    if (justSent) toNewest();
    else if (atNewest()) stick();
    noteReached();
  }

  function standsAtEnd(element: HTMLElement): boolean {
    const { messages, window } = view();
    const isLast = window.end === messages.length && timeline.reaches_newest;
    return belowScreen(element) <= STICK_WITHIN && isLast;
  }
  function inPlace(change: () => void): void {
    if (list) keepingPlace(list, change);
    else change();
  }
  function move(window: MessageWindow): void {
    inPlace(() => setView({ ...view(), window }));
  }
  function stick(): void {
    if (list) list.scrollTop = list.scrollHeight;
  }
  function toNewest(): void {
    timeline.toNewest();
    const { window } = view();
    const { messages } = timeline;
    if (messages !== view().messages || window.end < messages.length) {
      setView({ messages, window: newest(messages.length) });
    }
    setAtNewest(true);
    stick();
    noteReached();
  }
  function noteReached(): void {
    if (atNewest()) setReached(newestSeq(view().messages));
  }

  function scrolled(): void {
    if (!list || !opened()) return;
    const { messages, window } = view();
    // Only the reader moves up; what grows in the meantime must not look like it.
    const up = list.scrollTop < top;
    top = list.scrollTop;
    const below = belowScreen(list);
    if (standsAtEnd(list)) setAtNewest(true);
    else if (up) setAtNewest(false);
    noteReached();
    if (list.scrollTop < MOVE_WITHIN && window.start > 0) move(older(window));
    else if (list.scrollTop < MOVE_WITHIN && !timeline.complete) void loadOlder();
    else if (below < MOVE_WITHIN && window.end < messages.length) move(newer(window, messages.length));
    else if (below < MOVE_WITHIN && !timeline.reaches_newest) void loadNewer();
  }
  const loadOlder = (): Promise<boolean> => load(() => timeline.loadOlder());
  const loadNewer = (): Promise<boolean> => load(() => timeline.loadNewer());
  async function load(page: () => Promise<boolean>): Promise<boolean> {
    if (loading) return false;
    loading = true;
    return await page().finally(() => {
      loading = false;
    });
  }

  /** Stands at the message that was asked for, in the middle of the screen, and marks it. Else as ever. */
  async function open(): Promise<void> {
    if (timeline.messages.length === 0) await loadOlder();
    const wanted = around_seq === undefined ? undefined : messageAt(timeline.messages, around_seq);
    if (wanted && timeline.messages !== view().messages) changed(timeline.messages);
    if (wanted) mark(standAt(wanted, 1 / 2));
    else await openUnread();
    if (list) setAtNewest(standsAtEnd(list));
    setOpened(true);
    scrolled();
  }

  /** Stands at the first unread message, a third down the screen, or at the end when everything is read. */
  async function openUnread(): Promise<void> {
    if (timeline.messages.length === 0) await loadOlder();
    for (let page = 0; page < PAGES_TO_UNREAD_MAX && unreadAbove(); page++) if (!(await loadOlder())) break;
    const { messages } = timeline;
    if (messages !== view().messages) changed(messages);
    const unread = unread_after === null ? undefined : firstUnread(messages, unread_after);
    if (unread) standAt(unread, 1 / 3);
    else stick();
  }
  function unreadAbove(): boolean {
    const first = timeline.messages.find(({ seq }) => seq !== null)?.seq;
    return unread_after !== null && !timeline.complete && (first ?? 0) > unread_after + 1;
  }
  /** `part` of the screen is above the message. */
  function standAt({ key }: MessageView, part: number): HTMLElement | null {
    const { messages } = view();
    const index = messages.findIndex((message) => message.key === key);
    setView({ messages, window: around(index, messages.length) });
    const row = list?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
    if (!list || !row) return null;
    const below = row.getBoundingClientRect().top - list.getBoundingClientRect().top;
    list.scrollTop += below - list.clientHeight * part;
    return row;
  }
  function mark(row: HTMLElement | null): void {
    if (!row) return;
    row.dataset.marked = "";
    setTimeout(() => delete row.dataset.marked, MARKED_MS);
  }

  function attach(element: HTMLElement, content: HTMLElement): void {
    list = element;
    list.addEventListener("scroll", scrolled, { passive: true });
    sizes.observe(list);
    sizes.observe(content);
    void open();
  }

  return {
    messages: () => view().messages,
    window: () => view().window,
    atNewest,
    opened,
    newBelow,
    toNewest,
    attach,
  };
}

const belowScreen = (list: HTMLElement): number => list.scrollHeight - list.scrollTop - list.clientHeight;

function windowAfter({ messages: before, window }: View, after: readonly MessageView[]): MessageWindow {
  if (before.length === 0) return newest(after.length);
  const prepended = Math.max(
    0,
    after.findIndex(({ key }) => key === before[0]?.key),
  );
  return afterChange(window, { prepended, length_before: before.length, length: after.length });
}

const newestSeq = (messages: readonly MessageView[]): number =>
  messages.findLast(({ seq }) => seq !== null)?.seq ?? 0;

/** The message at a seq, or what stands in its place when it is none any more. */
const messageAt = (messages: readonly MessageView[], seq: number): MessageView | undefined =>
  messages.find((message) => message.seq !== null && message.seq >= seq) ?? messages.at(-1);

function countNewer(messages: readonly MessageView[], seq: number): number {
  let count = 0;
  for (let i = messages.length - 1; i >= 0; i--) {
    const message = messages[i]!;
    if (message.seq !== null && message.seq <= seq) break;
    if (!message.mine && message.seq !== null) count++;
  }
  return count;
}
