import type { ConversationId } from "@feiliao/protocol";
import { onCleanup } from "solid-js";
import { client } from "../state/client.ts";
import { listen } from "../state/effect.ts";

/** A message counts as read when half of it, or half a screen of it, was visible for this long. */
const VISIBLE_MS = 500;
const VISIBLE_PART = 0.5;

export interface ReadReceipts {
  /** Tells the sender when this row has been read. */
  watch(row: HTMLElement, seq: number): void;
}

export function readReceipts(conversation_id: ConversationId): ReadReceipts {
  const seqs = new Map<Element, number>();
  const timers = new Map<Element, ReturnType<typeof setTimeout>>();
  const pageVisible = (): boolean => document.visibilityState === "visible";

  const forget = (row: Element): void => {
    clearTimeout(timers.get(row));
    timers.delete(row);
  };
  const read = (row: Element): void => {
    observer.unobserve(row);
    timers.delete(row);
    client.markRead(conversation_id, seqs.get(row)!);
    seqs.delete(row);
  };
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, intersectionRatio, intersectionRect, rootBounds } of entries) {
        forget(target);
        const screen = rootBounds?.height ?? Number.POSITIVE_INFINITY;
        const visible = intersectionRatio >= VISIBLE_PART || intersectionRect.height >= screen * VISIBLE_PART;
        if (visible && pageVisible())
          timers.set(
            target,
            setTimeout(() => read(target), VISIBLE_MS),
          );
      }
    },
    { threshold: [0, 0.1, 0.2, 0.3, 0.4, VISIBLE_PART] },
  );

  listen(document, "visibilitychange", () => {
    for (const row of timers.keys()) forget(row);
    // Observing again reports the present state of every row.
    for (const row of seqs.keys()) {
      observer.unobserve(row);
      if (pageVisible()) observer.observe(row);
    }
  });
  onCleanup(() => {
    observer.disconnect();
    for (const timer of timers.values()) clearTimeout(timer);
  });

  return {
    watch(row, seq) {
      seqs.set(row, seq);
      observer.observe(row);
      onCleanup(() => {
        forget(row);
        observer.unobserve(row);
        seqs.delete(row);
      });
    },
  };
}
