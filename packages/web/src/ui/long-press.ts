/** As long as phones take a press for a long one. */
const LONG_MS = 500;
/** A finger that rests still trembles this much. */
const TREMBLE_PX = 10;

/**
 * Opens a menu by a long press or, with a mouse or the keyboard, by what opens context menus there. Not every phone
 * makes a context menu event of a long press, so it is timed. The press is then no click.
 */
export function onLongPress(element: HTMLElement, open: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let start = { x: 0, y: 0 };
  let opened = false;
  const stop = (): void => clearTimeout(timer);
  const act = (): void => {
    stop();
    if (opened) return;
    opened = true;
    open();
  };
  element.addEventListener("pointerdown", (event) => {
    opened = false;
    start = event;
    if (event.pointerType === "touch") timer = setTimeout(act, LONG_MS);
  });
  element.addEventListener("pointermove", ({ x, y }) => {
    if (Math.hypot(x - start.x, y - start.y) > TREMBLE_PX) stop();
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) element.addEventListener(end, stop);
  element.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    act();
  });
  element.addEventListener(
    "click",
    (event) => {
      if (opened && event.detail > 0) event.stopImmediatePropagation();
      opened = false;
    },
    { capture: true },
  );
}
