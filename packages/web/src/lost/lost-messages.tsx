import type { ConversationView, MessageView } from "@feiliao/client";
import { createMemo, createSignal, For, Show } from "solid-js";
import { MessageContent } from "../conversation/message-content.tsx";
import { clockTime, fullDate } from "../i18n/dates.ts";
import { errorText } from "../i18n/error-text.ts";
import { t } from "../i18n/language.ts";
import { shownTitle } from "../numbers/shown-title.ts";
import { client } from "../state/client.ts";
import { Dialog } from "../ui/dialog.tsx";

/** What only this device has of a conversation; one's own can be sent again. */
export function LostMessages(props: { conversation: ConversationView; onClosed: () => void }) {
  const { conversation_id } = props.conversation;
  // The view is made anew with every change of what is lost.
  const messages = createMemo(() => {
    props.conversation;
    return client.lostMessages(conversation_id);
  });
  let dialog!: HTMLDialogElement;
  const forget = async (): Promise<void> => {
    dialog.close();
    await client.forgetLost(conversation_id);
  };
  return (
    <Dialog
      title={t().lost.title}
      class="lost-messages"
      onClosed={props.onClosed}
      ref={(element) => (dialog = element)}
    >
      <p class="soft">{t().lost.intro}</p>
      <ul>
        <For each={messages()}>
          {(message) => <LostMessage message={message} conversation={props.conversation} />}
        </For>
      </ul>
      <div class="dialog-actions">
        <button type="button" class="quiet" data-testid="lost-forget" onClick={forget}>
          {t().lost.forget}
        </button>
      </div>
    </Dialog>
  );
}

function LostMessage(props: { message: MessageView; conversation: ConversationView }) {
  const [error, setError] = createSignal<string>();
  const writer = (): string => {
    const { mine, sender } = props.message;
    if (mine) return t().conversation.you_said;
    const member = props.conversation.members.find(({ account_id }) => account_id === sender);
    return member?.name ?? shownTitle(props.conversation);
  };
  const sendAgain = async (): Promise<void> => {
    try {
      await client.sendAgain(props.message);
    } catch (failure) {
      setError(errorText(failure));
    }
  };
  return (
    <li data-testid="lost-message">
      <p class="soft">
        {writer()} <time title={fullDate(props.message.at)}>{clockTime(props.message.at)}</time>
      </p>
      <MessageContent message={props.message} conversation={props.conversation} messages={() => []} />
      <Show when={props.message.mine}>
        <button type="button" class="quiet" data-testid="send-again" onClick={sendAgain}>
          {t().lost.send_again}
        </button>
      </Show>
      <Show when={error()}>
        <p class="error" role="alert">
          {error()}
        </p>
      </Show>
    </li>
  );
}
