import type { MessageView } from "@feiliao/client";
import { t } from "../i18n/language.ts";
import { client } from "../state/client.ts";

/** Why a message was not sent, and what can be done about it. */
export function FailedActions(props: { message: MessageView }) {
  const reason = (): string => {
    const { failure } = props.message;
    return failure ? t().error[failure] : t().state.failed;
  };
  return (
    <div class="failed-actions" data-testid="failed">
      <span class="error">{reason()}</span>
      <button type="button" class="quiet" data-testid="retry" onClick={() => client.retry(props.message.key)}>
        {t().app.retry}
      </button>
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
