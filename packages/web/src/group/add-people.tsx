import type { ConversationView } from "@feiliao/client";
import type { AccountId } from "@feiliao/protocol";
import { createSignal } from "solid-js";
import { client } from "../state/client.ts";
import { Dialog } from "../ui/dialog.tsx";
import { tellWhoWasAsked } from "./asked.ts";
import { ChoosePeople } from "./choose-people.tsx";
import { done } from "./done.ts";
import { g } from "./language.ts";

export interface AddPeopleProps {
  conversation: ConversationView;
  /** Those who are there already. */
  without: readonly AccountId[];
  onClosed: () => void;
}

export function AddPeople(props: AddPeopleProps) {
  const [chosen, setChosen] = createSignal<AccountId[]>([]);
  const [busy, setBusy] = createSignal(false);
  let dialog!: HTMLDialogElement;
  const add = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const adding = client.groups.add(props.conversation.conversation_id, chosen()).then(tellWhoWasAsked);
    if (await done(adding)) dialog.close();
    setBusy(false);
  };
  return (
    <Dialog title={g().info.add} onClosed={props.onClosed} ref={(element) => (dialog = element)}>
      <form class="form" onSubmit={add}>
        <ChoosePeople chosen={chosen()} onChosen={setChosen} without={props.without} />
        <button
          type="submit"
          class="primary"
          disabled={busy() || chosen().length === 0}
          data-testid="add-people-submit"
        >
          {g().info.add_submit}
        </button>
      </form>
    </Dialog>
  );
}
