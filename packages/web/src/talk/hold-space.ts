import type { ConversationId } from "@feiliao/protocol";
import { listen } from "../state/effect.ts";
import { talkMode } from "./engine.ts";
import { recorder } from "./recorder.ts";

/** Whatever uses Space itself: fields, buttons, links, sliders, open dialogs and popovers. */
const USES_SPACE =
  "input, textarea, select, button, a, summary, [role=slider], [contenteditable], dialog, [popover]";

/** On a PC the space bar is a talk button, whenever the focus is not on something that uses it. */
export function holdSpaceToTalk(conversation_id: ConversationId): void {
  let down = false;
  listen(window, "keydown", (event) => {
    if (event.key === "Escape" && recorder.state().phase !== "idle") {
      event.preventDefault();
      recorder.cancel();
    }
    if (event.code !== "Space" || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target instanceof Element && event.target.closest(USES_SPACE)) return;
    event.preventDefault();
    if (event.repeat || recorder.state().phase !== "idle") return;
    down = true;
    if (talkMode() === "tap") recorder.start(conversation_id);
    else recorder.press(conversation_id, "key", event.timeStamp);
  });
  listen(window, "keyup", (event) => {
    if (event.code !== "Space" || !down) return;
    down = false;
    recorder.release(event.timeStamp);
  });
}
