import type { ConversationId } from "@feiliao/protocol";
import { Match, Switch } from "solid-js";
import { ChooseContact } from "../contact-card/choose-contact.tsx";
import { ShareLocation } from "../location/share-location.tsx";

export type AttachDialogName = "location" | "contact_card";

export interface AttachDialogProps {
  name: AttachDialogName;
  conversation_id: ConversationId;
  onClosed: () => void;
}

/** Asks for what is more than a file. */
export function AttachDialog(props: AttachDialogProps) {
  return (
    <Switch>
      <Match when={props.name === "location"}>
        <ShareLocation conversation_id={props.conversation_id} onClosed={props.onClosed} />
      </Match>
      <Match when={props.name === "contact_card"}>
        <ChooseContact conversation_id={props.conversation_id} onClosed={props.onClosed} />
      </Match>
    </Switch>
  );
}
