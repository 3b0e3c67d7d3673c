import type { MessageView, Timeline } from "@feiliao/client";
import type { ConversationId } from "@feiliao/protocol";
import { onCleanup } from "solid-js";
import { client } from "./client.ts";

/**
 * Opens the loaded part of a conversation for as long as the component that asked for it lives. `changed` is
 * called outside of any reactive computation, so that it may measure what it has drawn.
 */
export function openTimeline(
  conversation_id: ConversationId,
  changed: (messages: readonly MessageView[]) => void,
  around_seq?: number,
): Timeline {
  const timeline = client.timeline(conversation_id, around_seq);
  const unsubscribe = timeline.subscribe(() => changed(timeline.messages));
  onCleanup(() => {
    unsubscribe();
    timeline.close();
  });
  return timeline;
}
