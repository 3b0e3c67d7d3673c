import type { MessageState, MessageView } from "@feiliao/client";
import { Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { Icon, type IconName } from "../ui/icon.tsx";

const ICONS: Record<MessageState, IconName> = {
  queued: "clock",
  sending: "clock",
  sent: "check",
  delivered: "checks",
  read: "checks",
  heard: "heard",
  failed: "failed",
  lost: "failed",
};

/** How far one's own message has come. Nothing for those of others. */
export function MessageStateIcon(props: { message: MessageView }) {
  const state = (): MessageState => {
    const { sms, state } = props.message;
    return sms?.some(({ progress }) => progress.state === "failed") ? "failed" : state;
  };
  return (
    <Show when={props.message.mine}>
      <span class={`state state-${state()}`} title={t().state[state()]}>
        <Icon name={ICONS[state()]} />
        <span class="spoken-only">{t().state[state()]}</span>
      </span>
    </Show>
  );
}
