import type { ConversationView } from "@feiliao/client";
import { createSignal, Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { LostMessages } from "./lost-messages.tsx";
import "./lost.css";

/** Says that the server was restored to a time before some messages, and shows those on request. */
export function LostNotice(props: { conversation: ConversationView }) {
  const [shown, setShown] = createSignal(false);
  return (
    <>
      <div class="lost-notice" role="status" data-testid="lost-notice">
        <span>{t().lost.notice(props.conversation.lost)}</span>
        <button type="button" class="quiet" data-testid="lost-show" onClick={() => setShown(true)}>
          {t().lost.show}
        </button>
      </div>
      <Show when={shown()}>
        <LostMessages conversation={props.conversation} onClosed={() => setShown(false)} />
      </Show>
    </>
  );
}
