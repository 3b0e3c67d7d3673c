import type { MessageView } from "@feiliao/client";
import { createSignal } from "solid-js";

/**
 * What is being written in the open conversation: something new, an answer, or other words for a message. `again`:
 * words to begin with.
 */
export type Composing =
  | { type: "new" }
  | { type: "again"; text: string }
  | { type: "reply"; seq: number }
  | { type: "edit"; message: MessageView; text: string };

export const NEW: Composing = { type: "new" };

export const [composing, setComposing] = createSignal<Composing>(NEW);
