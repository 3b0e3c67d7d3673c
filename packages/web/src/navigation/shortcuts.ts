import { adding, setAdding } from "../list/adding.ts";
import { setSearchingWithin } from "../search/search-within.ts";
import { conversations } from "../state/client.ts";
import { listen } from "../state/effect.ts";
import { recorderState } from "../talk/recorder-phase.ts";
import { go, goBack, openConversationId } from "./router.ts";

/**
 * The keyboard of the whole app: Ctrl or Cmd+K searches everything, Ctrl or Cmd+F the open chat, Alt+arrows go
 * through the chats, Escape goes back.
 */
export function useShortcuts(): void {
  listen(window, "keydown", (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    const command = event.ctrlKey || event.metaKey ? event.key.toLowerCase() : null;
    const open = openConversationId();
    if (command === "k") {
      event.preventDefault();
      find();
    } else if (command === "f" && open && !event.shiftKey) {
      event.preventDefault();
      setSearchingWithin(open);
    } else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      goToNeighbour(event.key === "ArrowUp" ? -1 : 1);
    } else if (event.key === "Escape" && !somethingElseToClose()) {
      goBack();
    }
  });
}

/** A dialog or a popover closes itself, and a recording is what Escape cancels first. */
function somethingElseToClose(): boolean {
  return document.querySelector("dialog[open], :popover-open") !== null || recorderState().phase !== "idle";
}

/** The search field of the list; where the list is hidden it is shown. Before there is one, the way to a first chat. */
function find(): void {
  const field = document.querySelector<HTMLInputElement>("#search");
  if (field && !field.checkVisibility()) goBack();
  if (field) field.select();
  else if (!adding()) setAdding(true);
}

function goToNeighbour(step: number): void {
  const ids = conversations().map(({ conversation_id }) => conversation_id);
  const open = openConversationId();
  const at = open ? ids.indexOf(open) + step : 0;
  const conversation_id = ids[Math.min(ids.length - 1, Math.max(0, at))];
  if (conversation_id) go({ screen: "conversation", conversation_id });
}
