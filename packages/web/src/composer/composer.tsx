import type { ConversationView, Mention } from "@feiliao/client";
import { createSignal, Show } from "solid-js";
import { groupPart } from "../group/language.ts";
import { t } from "../i18n/language.ts";
import { client } from "../state/client.ts";
import { MicButton } from "../talk/mic-button.tsx";
import { recorder } from "../talk/recorder.ts";
import { RecordingBar } from "../talk/recording-bar.tsx";
import { Icon } from "../ui/icon.tsx";
import { showToast } from "../ui/toast.tsx";
import { ComposerTools } from "./composer-tools.tsx";
import { createDraft } from "./draft.ts";
import { MessageField } from "./message-field.tsx";
import { PictureDrop } from "./picture-drop.tsx";
import "./composer.css";

const MentionMenu = groupPart(() => import("../group/mention-menu.tsx").then((module) => module.MentionMenu));

/** As many characters as the contract lets a text have. */
export const TEXT_CHARACTERS_MAX = 8_000;

export function Composer(props: { conversation: ConversationView }) {
  const { conversation_id } = props.conversation;
  const draft = createDraft(conversation_id, props.conversation.draft);
  const [pasted, setPasted] = createSignal<File>();
  const over = (): number => draft.text().trim().length - TEXT_CHARACTERS_MAX;
  const empty = (): boolean => draft.text().trim() === "";
  const recordingFree = (): boolean => ["locked", "paused"].includes(recorder.state().phase);
  const [field, setField] = createSignal<HTMLTextAreaElement>();
  let mentionsIn: (text: string) => Mention[] = () => [];

  const send = (): void => {
    const text = draft.text().trim();
    if (text === "" || over() > 0) return;
    const mentions = mentionsIn(text);
    draft.sent();
    client.sendText(conversation_id, text, mentions.length > 0 ? { mentions } : {}).catch(() => {
      draft.change([text, draft.text()].filter(Boolean).join("\n"));
      showToast(t().composer.not_kept);
    });
    field()!.focus();
  };
  const insert = (emoji: string): void => {
    const { selectionStart, selectionEnd } = field()!;
    field()!.setRangeText(emoji, selectionStart, selectionEnd, "end");
    draft.change(field()!.value);
  };

  return (
    <footer class="composer" classList={{ talking: recorder.state().phase !== "idle" }}>
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
      <div class="composer-row">
        {/* It stays in place while somebody talks, so that an on-screen keyboard does not come and go. */}
        <div class="composer-write" inert={recordingFree()}>
          <ComposerTools conversation_id={conversation_id} onEmoji={insert} />
          <MessageField
            ref={setField}
            text={draft.text()}
            onText={draft.change}
            onSend={send}
            onPicture={setPasted}
          />
        </div>
        <Show when={recorder.state().phase !== "idle"}>
          <RecordingBar conversation_id={conversation_id} />
        </Show>
        <Show
          when={empty() || recorder.state().phase !== "idle"}
          fallback={
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
          }
        >
          <MicButton conversation_id={conversation_id} />
        </Show>
      </div>
      <PictureDrop conversation_id={conversation_id} pasted={pasted()} onDone={() => setPasted(undefined)} />
    </footer>
  );
}
