import type { ConversationId } from "@feiliao/protocol";
import { createSignal } from "solid-js";

/** The conversation that is being searched, if any; opened from its head and from the keyboard. */
export const [searchingWithin, setSearchingWithin] = createSignal<ConversationId | null>(null);
