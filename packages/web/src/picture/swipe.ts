/** A movement of the finger shorter than this, in CSS pixels, is a press. */
const SWIPE_MIN = 48;

/** Tells swipes to the side from presses. */
export function createSwipe(onSwipe: (direction: "left" | "right") => void) {
  let from: { x: number; y: number } | null = null;
  let moved = false;
  return {
    begin(event: PointerEvent): void {
      moved = false;
      from = event.isPrimary ? { x: event.clientX, y: event.clientY } : null;
    },
    end(event: PointerEvent): void {
      if (!from) return;
      const [x, y] = [event.clientX - from.x, event.clientY - from.y];
      from = null;
      moved = Math.abs(x) >= SWIPE_MIN && Math.abs(x) > 2 * Math.abs(y);
      if (moved) onSwipe(x < 0 ? "left" : "right");
    },
    cancel(): void {
      from = null;
    },
    /** Whether what has just ended was a swipe, so that the press it also was does nothing. */
    moved: (): boolean => moved,
  };
}
