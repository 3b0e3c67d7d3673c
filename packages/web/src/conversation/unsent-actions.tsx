import type { MessageView } from "@feiliao/client";
import { Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { client } from "../state/client.ts";

/** Why a message was not sent, and what can be done about it. */
export function UnsentActions(props: { message: MessageView }) {
  const failed = (): boolean => props.message.state === "failed";
  const reason = (): string => {
    const { failure } = props.message;
    if (!failed()) return t().state.queued;
    return failure ? t().error[failure] : t().state.failed;
  };
  return (
    <div class="unsent-actions" data-testid={failed() ? "failed" : "queued"}>
      <span classList={{ error: failed() }}>{reason()}</span>
      <Show when={failed()}>
        <button
          type="button"
          class="quiet"
          data-testid="retry"
          onClick={() => client.retry(props.message.key)}
        >
          {t().app.retry}
        </button>
      </Show>
      <button
        type="button"
        class="quiet"
        data-testid="discard"
        onClick={() => client.discard(props.message.key)}
      >
        {t().conversation.discard}
      </button>
    </div>
  );
}
