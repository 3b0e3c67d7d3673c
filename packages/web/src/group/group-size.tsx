import type { ConversationView } from "@feiliao/client";
import { go } from "../navigation/router.ts";
import { g } from "./language.ts";
import "./group.css";

/** How many there are, under the title; it leads to who they are. */
export function GroupSize(props: { conversation: ConversationView }) {
  const text = (): string => {
    const { info, kind, state } = props.conversation;
    if (!info || state !== "active") return g().info.open;
    return kind === "channel" ? g().info.readers(info.member_count) : g().info.members(info.member_count);
  };
  return (
    <button
      type="button"
      class="group-size"
      title={g().info.open}
      data-testid="group-info"
      onClick={() => go({ screen: "group", conversation_id: props.conversation.conversation_id })}
    >
      {text()}
    </button>
  );
}
