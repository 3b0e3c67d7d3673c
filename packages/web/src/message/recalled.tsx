import type { ConversationView, MessageView } from "@feiliao/client";
import type { AccountId } from "@feiliao/protocol";
import { Show } from "solid-js";
import { setComposing } from "../composer/composing.ts";
import { m } from "./language.ts";
import { nameOf } from "./name-of.ts";
import { recalledWords } from "./recalled-words.ts";
import "./message.css";

export interface RecalledProps {
  message: MessageView;
  by: AccountId;
  conversation: ConversationView;
}

/** What stays of a message that was recalled. Who has just recalled their own words can write them anew. */
export function Recalled(props: RecalledProps) {
  const words = (): string | undefined => recalledWords(props.message.key);
  const remark = (): string => {
    const texts = m().recalled;
    if (props.by === props.conversation.me?.account_id && props.message.mine) return texts.mine;
    const name = nameOf(props.conversation, props.by);
    return props.by === props.message.sender ? texts.theirs(name) : texts.by_admin(name);
  };
  return (
    <em class="recalled" data-testid="recalled">
      {remark()}
      <Show when={words()}>
        {(text) => (
          <button
            type="button"
            class="edit-again"
            data-testid="edit-again"
            onClick={() => setComposing({ type: "again", text: text() })}
          >
            {m().recalled.again}
          </button>
        )}
      </Show>
    </em>
  );
}
