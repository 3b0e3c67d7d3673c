import type { MessageView } from "@feiliao/client";
import { setComposing } from "../composer/composing.ts";
import { openedMenu, openMenu } from "./open-menu.ts";
import { select, selection } from "./selection.ts";

const LONG_PRESS_MS = 450;
/** A finger that moves further means something else. Pixels. */
const STILL_WITHIN = 10;
/** How far a message is drawn aside to answer it. Pixels. */
const SWIPE_FROM = 56;
const SWIPE_TO = 76;

/** Controls in a bubble keep their own gestures. */
const CONTROLS = "button, input, a, [role=slider], video, audio";

export interface GestureOptions {
  list: HTMLElement;
  find: (key: string) => MessageView | undefined;
  mayReply: () => boolean;
}

/**
 * How one gets at a message: the right button, a long press, the button beside it, or, from the list by keyboard, the
 * arrows and Enter. Drawn aside it is answered. While messages are selected, a press selects.
 */
export function listenForGestures(options: GestureOptions): () => void {
  const { list } = options;
  const gone = new AbortController();
  const { signal } = gone;
  const messageOf = (target: EventTarget | null): MessageView | undefined => {
    const row = (target as Element | null)?.closest<HTMLElement>(".row[data-key]");
    return row ? options.find(row.dataset.key!) : undefined;
  };

  list.addEventListener(
    "contextmenu",
    (event) => {
      const target = event.target as Element;
      if (!target.closest(".bubble") || target.closest("a") || hasSelectedText()) return;
      const message = messageOf(target);
      if (!message) return;
      event.preventDefault();
      if (!selection() && !openedMenu()) openMenu({ message, x: event.clientX, y: event.clientY });
    },
    { signal },
  );

  list.addEventListener(
    "click",
    (event) => {
      const target = event.target as Element;
      const message = messageOf(target);
      if (!message) return;
      if (selection()) {
        event.preventDefault();
        event.stopPropagation();
        select(message);
      } else if (target.closest(".row-options")) {
        const { left, bottom } = target.closest(".row-options")!.getBoundingClientRect();
        openMenu({ message, x: left, y: bottom });
      }
    },
    { signal, capture: true },
  );

  list.addEventListener("keydown", (event) => onKey(event, list, messageOf), { signal });
  list.addEventListener(
    "pointerdown",
    (event) => {
      if (event.pointerType !== "touch" || selection()) return;
      const message = messageOf(event.target);
      const row = (event.target as Element).closest<HTMLElement>(".row");
      if (message && row && (event.target as Element).closest(".bubble"))
        follow(event, row, message, options);
    },
    { signal },
  );
  return () => gone.abort();
}

/** A finger on a bubble: held still it opens the menu, drawn aside it answers. */
function follow(
  down: PointerEvent,
  row: HTMLElement,
  message: MessageView,
  { mayReply }: GestureOptions,
): void {
  const ended = new AbortController();
  const { signal } = ended;
  const bubble = row.querySelector<HTMLElement>(".bubble")!;
  const swipes =
    mayReply() && message.seq !== null && !(down.target as Element).closest("[role=slider], input");
  let drawn = 0;
  const held = setTimeout(() => {
    if ((down.target as Element).closest(CONTROLS)) return;
    end();
    navigator.vibrate?.(10);
    if (!openedMenu()) openMenu({ message, x: down.clientX, y: down.clientY });
  }, LONG_PRESS_MS);

  function end(): void {
    clearTimeout(held);
    ended.abort();
    bubble.style.transform = "";
    delete row.dataset.swiped;
  }
  function move(event: PointerEvent): void {
    if (event.pointerId !== down.pointerId) return;
    const [dx, dy] = [event.clientX - down.clientX, event.clientY - down.clientY];
    if (Math.hypot(dx, dy) > STILL_WITHIN) clearTimeout(held);
    if (!swipes || Math.abs(dy) > Math.abs(dx)) return;
    drawn = Math.max(0, Math.min(SWIPE_TO, dx));
    bubble.style.transform = `translateX(${drawn}px)`;
    row.dataset.swiped = drawn >= SWIPE_FROM ? "far" : "near";
  }
  function up(event: PointerEvent): void {
    if (event.pointerId !== down.pointerId) return;
    end();
    if (drawn >= SWIPE_FROM && message.seq !== null) setComposing({ type: "reply", seq: message.seq });
  }
  window.addEventListener("pointermove", move, { signal });
  window.addEventListener("pointerup", up, { signal });
  window.addEventListener("pointercancel", end, { signal });
}

function onKey(
  event: KeyboardEvent,
  list: HTMLElement,
  messageOf: (target: EventTarget | null) => MessageView | undefined,
): void {
  const target = event.target as HTMLElement;
  const row = target.closest<HTMLElement>(".row[data-key]");
  if (target !== list && target !== row) return;
  if (event.key === "ArrowUp" || event.key === "ArrowDown") {
    const rows = [...list.querySelectorAll<HTMLElement>(".row[data-key]")];
    const at = row ? rows.indexOf(row) + (event.key === "ArrowUp" ? -1 : 1) : rows.length - 1;
    rows[at]?.focus();
    event.preventDefault();
  } else if (row && (event.key === "Enter" || event.key === "ContextMenu" || event.key === " ")) {
    const message = messageOf(row);
    if (!message) return;
    event.preventDefault();
    const { left, top } = row.querySelector(".bubble")!.getBoundingClientRect();
    if (selection()) select(message);
    else openMenu({ message, x: left + 24, y: top + 24 });
  }
}

function hasSelectedText(): boolean {
  return getSelection()?.isCollapsed === false;
}
