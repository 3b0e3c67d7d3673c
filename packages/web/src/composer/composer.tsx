import type { ConversationView, Mention, TextOptions } from "@feiliao/client";
import type { LinkPreview } from "@feiliao/protocol";
import { createMemo, createSignal, onCleanup, Show } from "solid-js";
import { groupPart } from "../group/language.ts";
import { t } from "../i18n/language.ts";
import { mayHaveLink } from "../link-preview/may-have-link.ts";
import { messagePart } from "../message/language.ts";
import { selection } from "../message/selection.ts";
import { agreed } from "../sms/agreed.ts";
import { smsPart } from "../sms/language.ts";
import { client, kept } from "../state/client.ts";
import { effect } from "../state/effect.ts";
import { MicButton } from "../talk/mic-button.tsx";
import { recorder } from "../talk/recorder.ts";
import { RecordingBar } from "../talk/recording-bar.tsx";
import { deferred } from "../ui/deferred.tsx";
import { Icon } from "../ui/icon.tsx";
import { showToast } from "../ui/toast.tsx";
import { ComposerTools } from "./composer-tools.tsx";
import { composing, NEW, setComposing } from "./composing.ts";
import { createDraft } from "./draft.ts";
import { MessageField } from "./message-field.tsx";
import "./composer.css";

const MentionMenu = groupPart(() => import("../group/mention-menu.tsx").then((module) => module.MentionMenu));
const FileDrop = deferred(() => import("./file-drop.tsx").then((module) => module.FileDrop));
const ComposingPreview = deferred(() =>
  import("../link-preview/composing-preview.tsx").then((module) => module.ComposingPreview),
);

const ComposingBar = messagePart(() =>
  import("../message/composing-bar.tsx").then((module) => module.ComposingBar),
);
const ScheduledBar = messagePart(() =>
  import("../message/scheduled-bar.tsx").then((module) => module.ScheduledBar),
);
const SendLater = messagePart(() => import("../message/send-later.tsx").then((module) => module.SendLater));

const PriceBar = smsPart(() => import("../sms/in-chat.ts").then((module) => module.PriceBar));

/** As many characters as the contract lets a text have. */
export const TEXT_CHARACTERS_MAX = 8_000;

export function Composer(props: { conversation: ConversationView }) {
  const { conversation_id } = props.conversation;
  const draft = createDraft(() => props.conversation);
  const scheduled = createMemo(() => {
    kept();
    return client.schedule.of(conversation_id);
  });
  const [pasted, setPasted] = createSignal<readonly File[]>([]);
  const [preview, setPreview] = createSignal<LinkPreview>();
  const over = (): number => draft.text().trim().length - TEXT_CHARACTERS_MAX;
  const empty = (): boolean => draft.text().trim() === "";
  const recordingFree = (): boolean => ["locked", "paused"].includes(recorder.state().phase);
  const [field, setField] = createSignal<HTMLTextAreaElement>();
  let mentionsIn: (text: string) => Mention[] = () => [];

  const options = (text: string): TextOptions => {
    const now = composing();
    const mentions = mentionsIn(text);
    const shown = preview();
    return {
      ...(now.type === "reply" && { reply_to: now.seq }),
      ...(mentions.length > 0 && { mentions }),
      ...(shown && { preview: shown }),
    };
  };
  const send = (): void => {
    const text = draft.text().trim();
    if (text === "" || over() > 0) return;
    const now = composing();
    const said = options(text);
    draft.sent();
    const sent: Promise<unknown> =
      now.type === "edit"
        ? client.messages.edit(now.message, text, said.mentions)
        : client.sendText(conversation_id, text, { ...said, ...agreed(conversation_id, text) });
    sent.catch(() => {
      draft.change([text, draft.text()].filter(Boolean).join("\n"));
      showToast(t().composer.not_kept);
    });
    field()!.focus();
  };
  /** The last message of one's own that can be edited still. */
  const editLast = (): void => {
    const timeline = client.timeline(conversation_id);
    const message = timeline.messages.findLast((candidate) => client.messages.mayEdit(candidate));
    timeline.close();
    if (message?.content.type === "text") setComposing({ type: "edit", message, text: message.content.text });
  };
  effect(() => {
    if (composing().type !== "new") field()?.focus();
  });
  onCleanup(() => setComposing(NEW));

  const insert = (emoji: string): void => {
    const { selectionStart, selectionEnd } = field()!;
    field()!.setRangeText(emoji, selectionStart, selectionEnd, "end");
    draft.change(field()!.value);
  };

  return (
    <footer
      class="composer"
      hidden={selection() !== null}
      classList={{ talking: recorder.state().phase !== "idle" }}
    >
      <Show when={over() > 0}>
        <p class="error composer-note" role="alert">
          {t().composer.too_long(over())}
        </p>
      </Show>
      <Show when={props.conversation.kind === "group" && draft.text().includes("@") && field()}>
        {(written) => (
          <MentionMenu
            conversation={props.conversation}
            field={written()}
            onText={draft.change}
            mentionsOf={(find) => {
              mentionsIn = find;
            }}
          />
        )}
      </Show>
      <Show when={mayHaveLink(draft.text()) && composing().type !== "edit"}>
        <ComposingPreview text={draft.text()} onPreview={setPreview} />
      </Show>
      <Show when={scheduled().length > 0}>
        <ScheduledBar conversation={props.conversation} scheduled={scheduled()} />
      </Show>
      <Show when={composing().type === "reply" || composing().type === "edit"}>
        <ComposingBar conversation={props.conversation} />
      </Show>
      <Show when={composing().type !== "edit"}>
        <PriceBar conversation={props.conversation} text={draft.text()} />
      </Show>
      <div class="composer-row">
        {/* It stays in place while somebody talks, so that an on-screen keyboard does not come and go. */}
        <div class="composer-write" inert={recordingFree()}>
          <ComposerTools conversation_id={conversation_id} onEmoji={insert} />
          <MessageField
            ref={setField}
            text={draft.text()}
            onText={draft.change}
            onSend={send}
            onUp={editLast}
            onEscape={() => setComposing(NEW)}
            onFiles={setPasted}
          />
        </div>
        <Show when={recorder.state().phase !== "idle"}>
          <RecordingBar conversation_id={conversation_id} />
        </Show>
        <Show
          when={empty() || recorder.state().phase !== "idle"}
          fallback={
            <>
              <Show when={composing().type !== "edit"}>
                <SendLater
                  conversation_id={conversation_id}
                  text={draft.text().trim()}
                  options={() => options(draft.text())}
                  onScheduled={draft.sent}
                />
              </Show>
              <button
                type="button"
                class="act"
                aria-label={t().composer.send}
                data-testid="send"
                disabled={over() > 0}
                onPointerDown={(event) => event.preventDefault()}
                onClick={send}
              >
                <Icon name="send" />
              </button>
            </>
          }
        >
          <MicButton conversation_id={conversation_id} />
        </Show>
      </div>
      <FileDrop conversation_id={conversation_id} pasted={pasted()} onDone={() => setPasted([])} />
    </footer>
  );
}
