import type { ConversationView } from "@feiliao/client";
import { Show } from "solid-js";
import { fullDate } from "../i18n/dates.ts";
import { client } from "../state/client.ts";
import { done } from "./done.ts";
import { g } from "./language.ts";
import "./group.css";

/** Later than any date that can be written. */
const FOR_GOOD = 8.64e15;

/** In place of the composer: why nothing can be written here, and what can be done about it. */
export function CannotWrite(props: { conversation: ConversationView }) {
  const why = (): string => {
    const { blocked, rights, state } = props.conversation;
    const texts = g().write;
    if (blocked) return texts.blocked;
    if (state === "invited" || state === "requested") return texts[state];
    if (rights.write.may) return "";
    if (rights.write.why !== "muted") return texts[rights.write.why];
    const { until } = rights.write;
    return until < FOR_GOOD ? texts.muted_until(fullDate(until)) : texts.muted;
  };
  return (
    <footer class="composer cannot-write" data-testid="cannot-write">
      <p class="soft">{why()}</p>
      <Show when={props.conversation.blocked && props.conversation.address}>
        {(address) => (
          <button
            type="button"
            class="secondary"
            data-testid="unblock"
            onClick={() => done(client.setBlocked(address(), false))}
          >
            {g().write.unblock}
          </button>
        )}
      </Show>
    </footer>
  );
}
