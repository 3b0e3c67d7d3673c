import type { ConversationView, MessageView, VoiceView } from "@feiliao/client";
import { type Accessor, Match, Switch } from "solid-js";
import { t } from "../i18n/language.ts";
import { SpeakingVoice } from "./speaking-voice.tsx";
import { StoredVoice } from "./stored-voice.tsx";

export interface VoiceBubbleProps {
  message: MessageView;
  content: VoiceView;
  conversation: ConversationView;
  messages: Accessor<readonly MessageView[]>;
}

/** A voice message: while it is spoken, afterwards, or withdrawn. */
export function VoiceBubble(props: VoiceBubbleProps) {
  const phase = () => props.content.phase;
  return (
    <Switch fallback={<StoredVoice {...props} />}>
      <Match when={phase() === "recording" || phase() === "live"}>
        <SpeakingVoice content={props.content} />
      </Match>
      <Match when={phase() === "cancelled"}>
        <em class="withdrawn">{t().talk.cancelled}</em>
      </Match>
    </Switch>
  );
}
