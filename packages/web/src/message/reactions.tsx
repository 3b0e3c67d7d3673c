import type { ConversationView, MessageView, ReactionView } from "@feiliao/client";
import { For, Show } from "solid-js";
import { client } from "../state/client.ts";
import { m } from "./language.ts";
import { nameOf } from "./name-of.ts";
import "./message.css";

export interface ReactionsProps {
  message: MessageView;
  conversation: ConversationView;
}

/** Under a bubble: what people felt about it. Pressing one gives the same, or takes one's own back. */
export function Reactions(props: ReactionsProps) {
  const mine = ({ accounts }: ReactionView): boolean => accounts.includes(props.conversation.me!.account_id);
  const byCount = (): ReactionView[] =>
    [...(props.message.reactions ?? [])].sort((a, b) => b.accounts.length - a.accounts.length);
  const label = ({ emoji, accounts }: ReactionView): string => {
    const names = accounts.map((account_id) =>
      account_id === props.conversation.me?.account_id
        ? m().reactions.you
        : nameOf(props.conversation, account_id),
    );
    return m().reactions.with(emoji, m().reactions.and(names));
  };
  return (
    <div class="reactions" data-testid="reactions">
      <For each={byCount()}>
        {(reaction) => (
          <button
            type="button"
            class="reaction"
            aria-pressed={mine(reaction)}
            title={label(reaction)}
            data-testid="reaction"
            onClick={() => client.messages.react(props.message, mine(reaction) ? null : reaction.emoji)}
          >
            <span class="reaction-emoji">{reaction.emoji}</span>
            <Show when={reaction.accounts.length > 1}>
              <span>{reaction.accounts.length}</span>
            </Show>
          </button>
        )}
      </For>
    </div>
  );
}
