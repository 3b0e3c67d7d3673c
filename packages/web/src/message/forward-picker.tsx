import type { MessageView } from "@feiliao/client";
import type { ConversationId } from "@feiliao/protocol";
import { client } from "../state/client.ts";
import { showToast } from "../ui/toast.tsx";
import { ChatPicker } from "./chat-picker.tsx";
import { m } from "./language.ts";
import { stopSelecting } from "./selection.ts";

/** Which chats messages are passed on to. */
export function ForwardPicker(props: { messages: readonly MessageView[]; onClosed: () => void }) {
  const forward = async (to: ConversationId[]): Promise<void> => {
    const { messages } = props;
    stopSelecting();
    try {
      await client.messages.forward(messages, to);
      showToast(m().forward.done(messages.length));
    } catch {
      showToast(m().forward.failed);
    }
  };
  return <ChatPicker onChosen={forward} onClosed={props.onClosed} />;
}
