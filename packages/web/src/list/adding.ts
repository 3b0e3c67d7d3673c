import { createSignal } from "solid-js";

/** Whether the dialog for adding a friend is open; it opens from the list and from the keyboard. */
export const [adding, setAdding] = createSignal(false);
