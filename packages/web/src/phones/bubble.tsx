import { Show } from "solid-js";
import { texts } from "./language.ts";
import type { HandsetMessage } from "./simulator-api.ts";
import { SmsText } from "./sms-text.tsx";
import { timeText } from "./time-text.ts";

/** One SMS on the handset's screen, with the number at its other end. */
export function Bubble(props: {
  message: HandsetMessage;
  number: string;
  onAnswer: (sender: string) => void;
}) {
  const written = (): boolean => props.message.from === props.number;
  const bad = (): boolean => props.message.state === "failed" || props.message.state === "barred";
  return (
    <li
      class="bubble"
      classList={{ written: written() }}
      data-testid="sms"
      data-id={props.message.id}
      data-state={props.message.state}
    >
      <Show when={!written()} fallback={<span class="peer">→ {props.message.to}</span>}>
        <button
          type="button"
          class="peer"
          data-testid="sms-sender"
          aria-label={texts().screen.answer_to(props.message.from)}
          onClick={() => props.onAnswer(props.message.from)}
        >
          {props.message.from}
        </button>
      </Show>
      <p>
        <Show when={!written()} fallback={props.message.text}>
          <SmsText text={props.message.text} />
        </Show>
      </p>
      <span class="meta" classList={{ failed: bad() }}>
        <time>{timeText(props.message.at)}</time>
        <Show when={props.message.parts > 1}>
          <span data-testid="sms-parts"> · {texts().screen.parts(props.message.parts)}</span>
        </Show>
        <Show when={props.message.missing > 0}>
          <span> · {texts().screen.missing(props.message.missing)}</span>
        </Show>
        <Show when={stateText(props.message)}>{(text) => <span> · {text()}</span>}</Show>
      </span>
    </li>
  );
}

/** Only what the handset itself can know: a carrier's report goes to the sender. */
function stateText({ state }: HandsetMessage): string | null {
  return state === "arrived" || state === "delivered" ? null : texts().screen.state[state];
}
