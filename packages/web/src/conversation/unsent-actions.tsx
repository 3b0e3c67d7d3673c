import type { MessageView } from "@feiliao/client";
import { Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { client, session } from "../state/client.ts";

/** Whether a message waits for something that may not come: for the person's decision, or for the network. */
export function isStuck({ state }: MessageView): boolean {
  if (state === "failed") return true;
  const now = session();
  const online = now.phase === "signed_in" && now.connection.phase === "online";
  return state === "queued" && !online;
}

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
