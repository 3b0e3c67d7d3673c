import type { ConversationView } from "@feiliao/client";
import type { ConversationId } from "@feiliao/protocol";
import { createMemo, Show } from "solid-js";
import { client, conversations } from "../state/client.ts";
import { ScreenHead } from "../ui/screen-head.tsx";
import { Announcement } from "./announcement.tsx";
import { GroupFace } from "./group-face.tsx";
import { GroupSettings } from "./group-settings.tsx";
import { InviteLink } from "./invite-link.tsx";
import { g } from "./language.ts";
import { LeaveGroup } from "./leave-group.tsx";
import { Members } from "./members.tsx";
import "../settings/settings.css";
import "./group.css";

/** What a group is, who belongs to it, and what this person may change about it. */
export function GroupScreen(props: { conversation_id: ConversationId }) {
  const conversation = createMemo(() => {
    conversations();
    return client.conversation(props.conversation_id);
  });
  const title = (): string => (conversation()?.kind === "channel" ? g().info.channel : g().info.group);
  return (
    <section class="settings group-screen" aria-labelledby="group-screen-title">
      <ScreenHead id="group-screen-title" title={title()} />
      <Show when={conversation()}>{(open) => <Parts conversation={open()} />}</Show>
    </section>
  );
}

function Parts(props: { conversation: ConversationView }) {
  return (
    <div class="settings-body">
      <GroupFace conversation={props.conversation} />
      <Show when={props.conversation.state === "active"}>
        <Announcement conversation={props.conversation} />
        <Members conversation={props.conversation} />
        <Show when={props.conversation.rights.add}>
          <InviteLink conversation={props.conversation} />
        </Show>
        <Show when={props.conversation.rights.manage && props.conversation.info}>
          {(info) => <GroupSettings conversation={props.conversation} info={info()} />}
        </Show>
        <LeaveGroup conversation={props.conversation} />
      </Show>
    </div>
  );
}
