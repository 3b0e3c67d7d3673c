import type { ConversationView, MessageView, VoiceView } from "@feiliao/client";
import { Match, Switch } from "solid-js";
import { groupPart } from "../group/language.ts";
import { noticeIn } from "../group/notice-content.ts";
import { length } from "../i18n/dates.ts";
import { t } from "../i18n/language.ts";

const Waiting = groupPart(() => import("../group/waiting.tsx").then((module) => module.Waiting));
const Notice = groupPart(() => import("../group/notice.tsx").then((module) => module.Notice));

/** One line of what is going on: typing, a draft, or the last message. */
export function Preview(props: { conversation: ConversationView; open: boolean }) {
  /** In a group it matters who said it. */
  const said = (message: MessageView): string => {
    const { kind, nameOf } = props.conversation;
    const name = kind === "group" && !message.mine ? nameOf(message.sender) : "";
    return name ? t().conversation.announce(name, previewOf(message)) : previewOf(message);
  };
  return (
    <Switch fallback={<span>{t().list.nothing_yet}</span>}>
      <Match when={props.conversation.typing}>
        <span class="preview-live">{t().list.typing}</span>
      </Match>
      <Match when={!props.open && props.conversation.draft}>
        {(draft) => (
          <span>
            <span class="preview-draft">[{t().list.draft}]</span> {draft()}
          </span>
        )}
      </Match>
      <Match when={props.conversation.state === "requested"}>
        <Waiting />
      </Match>
      <Match when={noticeIn(props.conversation.last)}>
        {(content) => (
          <Notice message={props.conversation.last!} content={content()} conversation={props.conversation} />
        )}
      </Match>
      <Match when={props.conversation.last}>
        {(last) => <span classList={{ "preview-live": isLive(last()) }}>{said(last())}</span>}
      </Match>
    </Switch>
  );
}

const isLive = ({ content }: MessageView): boolean => content.type === "voice" && content.phase === "live";

/** A message in a few words, for the list and for screen readers. */
export function previewOf({ content }: MessageView): string {
  const texts = t().preview;
  switch (content.type) {
    case "text":
      return content.text;
    case "image":
      return `[${texts.picture}]`;
    case "file":
      return `[${texts.file}] ${content.name}`;
    case "video":
      return `[${texts.video}] ${length(content.duration_ms)}`;
    case "location":
      return `[${texts.location}] ${content.name ?? ""}`.trim();
    case "contact_card":
      return `[${texts.contact_card}] ${content.name}`;
    case "voice":
      return voicePreview(content);
    default:
      return `[${texts.unknown}]`;
  }
}

function voicePreview(content: VoiceView): string {
  const texts = t().preview;
  if (content.phase === "recording") return t().talk.locked;
  if (content.phase === "live") return texts.speaking;
  if (content.phase === "cancelled") return texts.cancelled;
  return `[${texts.voice}] ${length(content.duration_ms)}`;
}
