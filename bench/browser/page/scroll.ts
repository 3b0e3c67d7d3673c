import type { ScrollRun } from "./probes.ts";

/** What counts as long for a frame (Long Animation Frames API). */
const LONG_FRAME_MS = 50;

/** Scrolls upwards by the same distance in every frame. */
export async function scroll(
  selector: string,
  pixelsPerFrame: number,
  duration_ms: number,
): Promise<ScrollRun> {
  const container = document.querySelector(selector)!;
  const longFrames = watchLongFrames();
  const frame_ms: number[] = [];
  let blank_frames = 0;
  let scrolled_px = 0;
  const startedAt = await nextFrame();
  for (let last = startedAt; last - startedAt < duration_ms; ) {
    const before = container.scrollTop;
    container.scrollTop = before - pixelsPerFrame;
    scrolled_px += before - container.scrollTop;
    const now = await nextFrame();
    frame_ms.push(now - last);
    last = now;
    if (!showsMessage(container)) blank_frames++;
  }
  return {
    frame_ms,
    blank_frames,
    scrolled_px,
    long_frames: longFrames(),
    nodes: document.querySelectorAll("*").length,
  };
}

const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));

/** Whether a message stands within a line or two of the middle: between two bubbles there is a little room. */
function showsMessage(container: Element): boolean {
  const { left, top, width, height } = container.getBoundingClientRect();
  return [-40, 0, 40].some((offset) => {
    const hit = document.elementFromPoint(left + width / 2, top + height / 2 + offset);
    return hit !== null && hit !== container && container.contains(hit);
  });
}

function watchLongFrames(): () => number {
  let count = 0;
  const note = (entries: PerformanceEntryList) => {
    count += entries.filter((entry) => entry.duration > LONG_FRAME_MS).length;
  };
  const observer = new PerformanceObserver((list) => note(list.getEntries()));
  observer.observe({ type: "long-animation-frame" });
  return () => {
    note(observer.takeRecords());
    observer.disconnect();
    return count;
  };
}
