import type { ConversationId } from "@feiliao/protocol";
import { jumpTo } from "../navigation/jump.ts";

const MARKED_MS = 1_200;

/** Brings a message of the open conversation into view: by scrolling when it is drawn, else by opening its place. */
export function showMessage(conversation_id: ConversationId, seq: number): void {
  const row = document.querySelector<HTMLElement>(`.messages [data-seq="${seq}"]`);
  if (!row) {
    jumpTo({ conversation_id, seq });
    return;
  }
  const smooth = matchMedia("(prefers-reduced-motion: no-preference)").matches;
  row.scrollIntoView({ block: "center", behavior: smooth ? "smooth" : "auto" });
  row.dataset.marked = "";
  setTimeout(() => delete row.dataset.marked, MARKED_MS);
}
