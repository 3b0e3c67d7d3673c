import type { ConversationView } from "@feiliao/client";
import type { ConversationInfo } from "@feiliao/protocol";
import { createSignal, Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { go } from "../navigation/router.ts";
import { read, write } from "../state/preferences.ts";
import { Icon } from "../ui/icon.tsx";
import { g } from "./language.ts";
import "./group.css";

export interface AnnouncementBarProps {
  conversation: ConversationView;
  announcement: NonNullable<ConversationInfo["announcement"]>;
}

/** The announcement above the messages, until this device has put it aside; a new one appears again. */
export function AnnouncementBar(props: AnnouncementBarProps) {
  const key = (): string => `feiliao.announcement.${props.conversation.conversation_id}`;
  const [seen, setSeen] = createSignal(read(key()));
  const putAside = (): void => {
    const at = String(props.announcement.at);
    write(key(), at);
    setSeen(at);
  };
  const show = (): void => go({ screen: "group", conversation_id: props.conversation.conversation_id });
  return (
    <Show when={seen() !== String(props.announcement.at)}>
      <aside class="announcement-bar" aria-label={g().info.announcement} data-testid="announcement-bar">
        <Icon name="announce" />
        <button type="button" class="announcement-line" onClick={show}>
          {props.announcement.text}
        </button>
        <button type="button" class="quiet round" aria-label={t().app.close} onClick={putAside}>
          <Icon name="close" />
        </button>
      </aside>
    </Show>
  );
}
