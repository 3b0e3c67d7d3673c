import type { ConversationView } from "@feiliao/client";
import type { AccountId, Member } from "@feiliao/protocol";
import { For } from "solid-js";
import { client } from "../state/client.ts";
import { Avatar } from "../ui/avatar.tsx";
import { done } from "./done.ts";
import { g } from "./language.ts";
import { personName } from "./people.ts";

export interface RequestsProps {
  conversation: ConversationView;
  members: readonly Member[];
  onChanged: () => void;
}

/** Those who came by the link and wait for an answer. */
export function Requests(props: RequestsProps) {
  const answer = async (change: "added" | "removed", account_id: AccountId): Promise<void> => {
    const { conversation_id } = props.conversation;
    if (await done(client.groups.changeMembers(conversation_id, change, [account_id]))) props.onChanged();
  };
  return (
    <section class="group requests" aria-labelledby="group-requests">
      <h2 id="group-requests">{g().info.requests(props.members.length)}</h2>
      <ul class="members">
        <For each={props.members}>
          {({ account_id }) => (
            <li class="person" data-testid="request">
              <Avatar name={personName(props.conversation, account_id)} id={account_id} owner="me" />
              <span class="person-name">{personName(props.conversation, account_id)}</span>
              <button
                type="button"
                class="quiet"
                data-testid="request-refuse"
                onClick={() => answer("removed", account_id)}
              >
                {g().info.refuse}
              </button>
              <button
                type="button"
                class="secondary"
                data-testid="request-grant"
                onClick={() => answer("added", account_id)}
              >
                {g().info.let_in}
              </button>
            </li>
          )}
        </For>
      </ul>
    </section>
  );
}
