import { Show } from "solid-js";
import { codeIn } from "./code-in-text.ts";
import { CopyCode } from "./copy-code.tsx";
import { texts } from "./language.ts";
import type { HandsetMessage } from "./simulator-api.ts";
import { timeText } from "./time-text.ts";

/** One SMS on the handset's screen. */
export function Bubble(props: { message: HandsetMessage; number: string }) {
  const written = (): boolean => props.message.from === props.number;
  return (
    <li
      class="bubble"
      classList={{ written: written() }}
      data-testid="sms"
      data-id={props.message.id}
      data-state={props.message.state}
    >
      <p>
        <Show when={!written() && codeIn(props.message.text)} fallback={props.message.text}>
          {(found) => (
            <>
              {found().before}
              <span class="unbroken">
                <CopyCode code={found().code} />
                {found().stop}
              </span>
              {found().after}
            </>
          )}
        </Show>
      </p>
      <span
        class="meta"
        classList={{ failed: props.message.state === "failed" || props.message.state === "barred" }}
      >
        <time>{timeText(props.message.at)}</time>
        <Show when={stateText(props.message)}>{(text) => <span> · {text()}</span>}</Show>
      </span>
    </li>
  );
}

/** Only what the handset itself can know: a carrier's report goes to the sender. */
function stateText({ state }: HandsetMessage): string | null {
  return state === "arrived" || state === "delivered" ? null : texts().state[state];
}
