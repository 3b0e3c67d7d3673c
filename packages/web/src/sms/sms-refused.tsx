import type { MessageView } from "@feiliao/client";
import { createMemo, onMount, Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { client, conversations } from "../state/client.ts";
import { s } from "./language.ts";
import { consentTo, obstacleTo, type Price, priceOf, yuan } from "./price.ts";
import { obstacleText } from "./words.ts";
import "./sms.css";

/** A message whose price was not the one agreed to any more: what it costs now, or that it goes without SMS. */
export function SmsRefused(props: { message: MessageView }) {
  const { conversation_id, key } = props.message;
  onMount(() => void client.sms.askRate(conversation_id).catch(() => null));
  const now = createMemo(() => {
    conversations();
    const { content } = props.message;
    const rate = client.sms.rate(conversation_id);
    if (!rate) return null;
    const counted = priceOf(rate, content.type === "text" ? content.text : null);
    const price = { ...counted, fen: Math.max(counted.fen, props.message.price_now ?? 0) };
    return { price, obstacle: obstacleTo(rate, price) };
  });
  const agreeTo = (price: Price): Promise<void> => client.sms.agree(key, consentTo(price, "wait"));
  const reason = (): string => {
    const obstacle = now()?.obstacle;
    if (obstacle) return obstacleText(obstacle);
    const { failure } = props.message;
    return failure === "sms_price" && now()
      ? s().changed.price(yuan(now()!.price.fen))
      : t().error.sms_unavailable;
  };
  return (
    <>
      <span class="error sms-reason">{reason()}</span>
      <Show when={now() && !now()!.obstacle && now()!.price}>
        {(price) => (
          <button type="button" class="quiet" data-testid="sms-agree" onClick={() => agreeTo(price())}>
            {s().changed.send(yuan(price().fen))}
          </button>
        )}
      </Show>
      <button
        type="button"
        class="quiet"
        data-testid="sms-without"
        onClick={() => client.sms.agree(key, null)}
      >
        {s().changed.without}
      </button>
    </>
  );
}
