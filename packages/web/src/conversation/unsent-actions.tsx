import type { MessageView } from "@feiliao/client";
import { Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { smsPart } from "../sms/language.ts";
import { client } from "../state/client.ts";

const SmsRefused = smsPart(() => import("../sms/sms-refused.tsx").then((module) => module.SmsRefused));

/** Why a message was not sent, and what can be done about it. */
export function UnsentActions(props: { message: MessageView }) {
  const failed = (): boolean => props.message.state === "failed";
  const aboutSms = (): boolean => {
    const { failure } = props.message;
    return failed() && (failure === "sms_price" || failure === "sms_unavailable");
  };
  const reason = (): string => {
    const { failure } = props.message;
    if (!failed()) return t().state.queued;
    return failure ? t().error[failure] : t().state.failed;
  };
  return (
    <div class="unsent-actions" data-testid={failed() ? "failed" : "queued"}>
      <Show when={!aboutSms()} fallback={<SmsRefused message={props.message} />}>
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
