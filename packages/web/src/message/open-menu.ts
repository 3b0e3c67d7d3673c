import type { MessageView } from "@feiliao/client";
import { createSignal } from "solid-js";

/** Where the menu of a message was asked for, in pixels of the window. */
export interface MenuPlace {
  message: MessageView;
  x: number;
  y: number;
}

export const [openedMenu, openMenu] = createSignal<MenuPlace | null>(null);
