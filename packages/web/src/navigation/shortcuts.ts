import { adding, setAdding } from "../list/adding.ts";
import { conversations } from "../state/client.ts";
import { listen } from "../state/effect.ts";
import { recorder } from "../talk/recorder.ts";
import { go, goBack, openConversationId } from "./router.ts";

/** The keyboard of the whole app: Ctrl or Cmd+K finds, Alt+arrows go through the chats, Escape goes back. */
export function useShortcuts(): void {
  listen(window, "keydown", (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      find();
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
  return document.querySelector("dialog[open], :popover-open") !== null || recorder.state().phase !== "idle";
}

/** The filter of the list where it can be seen, else the dialog for a new chat. */
function find(): void {
  const filter = document.querySelector<HTMLInputElement>("#chat-filter");
  if (filter?.checkVisibility()) filter.select();
  else if (!adding()) setAdding(true);
}

function goToNeighbour(step: number): void {
  const ids = conversations().map(({ conversation_id }) => conversation_id);
  const open = openConversationId();
  const at = open ? ids.indexOf(open) + step : 0;
  const conversation_id = ids[Math.min(ids.length - 1, Math.max(0, at))];
  if (conversation_id) go({ screen: "conversation", conversation_id });
}
