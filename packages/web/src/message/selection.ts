import type { MessageView } from "@feiliao/client";
import { createSignal } from "solid-js";

/** Selected messages by their keys, in the order of selecting; null: nothing is being selected. */
const [selection, setSelection] = createSignal<ReadonlyMap<string, MessageView> | null>(null);

export { selection };

export function select(message: MessageView): void {
  const next = new Map(selection());
  if (!next.delete(message.key)) next.set(message.key, message);
  setSelection(next.size > 0 ? next : null);
}

export function stopSelecting(): void {
  setSelection(null);
}
