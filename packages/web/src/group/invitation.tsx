import type { ConversationView } from "@feiliao/client";
import { createSignal, Show } from "solid-js";
import { goBack } from "../navigation/router.ts";
import { client, profile } from "../state/client.ts";
import { Avatar } from "../ui/avatar.tsx";
import { done } from "./done.ts";
import { g } from "./language.ts";
import { personName } from "./people.ts";
import "./group.css";

export interface InvitationProps {
  conversation: ConversationView;
  /** In the list, where there is room for a row only. */
  row?: boolean;
}

/** Somebody asks this person into a group: who, into which, and the two answers. Or they have asked, and wait. */
export function Invitation(props: InvitationProps) {
  const [busy, setBusy] = createSignal(false);
  const answer = async (accept: boolean): Promise<void> => {
    setBusy(true);
    const { conversation_id } = props.conversation;
    const answered = await done(client.groups.answer(conversation_id, accept));
    if (answered && !accept && !props.row) goBack();
    setBusy(false);
  };
  const from = (): string => {
    const { invited_by, state } = props.conversation;
    if (state === "requested") return g().join.asked;
    const known = invited_by && profile() && props.conversation.nameOf(invited_by);
    return known ? g().invitation.from(personName(props.conversation, invited_by)) : g().invitation.nobody;
  };
  return (
    <section class={props.row ? "invitation row-invitation" : "invitation"} data-testid="invitation">
      <Avatar name={props.conversation.title} id={props.conversation.conversation_id} owner="me" />
      <div class="invitation-text">
        <strong>{props.conversation.title}</strong>
        <span class="soft">{from()}</span>
        <Show when={!props.row}>
          <span class="soft">{g().invitation.intro}</span>
        </Show>
      </div>
      <Show when={props.conversation.state === "invited"}>
        <div class="invitation-answers">
          <button
            type="button"
            class="secondary"
            disabled={busy()}
            data-testid="decline"
            onClick={() => answer(false)}
          >
            {g().invitation.decline}
          </button>
          <button
            type="button"
            class="primary"
            disabled={busy()}
            data-testid="accept"
            onClick={() => answer(true)}
          >
            {g().invitation.accept}
          </button>
        </div>
      </Show>
    </section>
  );
}
