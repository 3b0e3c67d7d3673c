import type { ConversationView } from "@feiliao/client";
import type { ConversationId } from "@feiliao/protocol";
import { For, Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { numberOfAddress, showNumber } from "../numbers/show-number.ts";
import { shownTitle } from "../numbers/shown-title.ts";
import { agreed } from "../sms/agreed.ts";
import { client, conversations, profile } from "../state/client.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { showToast } from "../ui/toast.tsx";
import "./contact-card.css";

interface Choice {
  key: string;
  name: string;
  address: string;
}

/** Sends the name and number of somebody: a friend, or oneself. */
export function ChooseContact(props: { conversation_id: ConversationId; onClosed: () => void }) {
  let dialog!: HTMLDialogElement;
  const choices = (): Choice[] => [
    ...oneself(),
    ...conversations().flatMap((each) => friendIn(each, props.conversation_id)),
  ];
  const send = ({ name, address }: Choice): void => {
    const { conversation_id } = props;
    client
      .sendContactCard(conversation_id, { name, address }, agreed(conversation_id, null))
      .catch(() => showToast(t().composer.not_kept));
    dialog.close();
  };
  return (
    <Dialog title={t().contact_card.title} onClosed={props.onClosed} ref={(element) => (dialog = element)}>
      <Show when={choices().length > 0} fallback={<p class="soft">{t().contact_card.none}</p>}>
        <p class="soft">{t().contact_card.intro}</p>
        <ul class="contact-choices">
          <For each={choices()}>
            {(choice) => (
              <li>
                <button type="button" data-testid="contact-choice" onClick={() => send(choice)}>
                  <Avatar name={choice.name} id={choice.key} owner="me" />
                  <span>
                    <b dir="auto">{choice.name}</b>
                    <Show when={showNumber(numberOfAddress(choice.address)) !== choice.name}>
                      <small class="soft">{showNumber(numberOfAddress(choice.address))}</small>
                    </Show>
                  </span>
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Dialog>
  );
}

function oneself(): Choice[] {
  const me = profile();
  return me ? [{ key: me.account_id, name: me.name ?? me.number, address: `tel:${me.number}` }] : [];
}

/** Nobody needs their own card sent to them. */
function friendIn(conversation: ConversationView, open: ConversationId): Choice[] {
  const { address, kind, conversation_id, peer } = conversation;
  if (kind !== "direct" || !address || conversation_id === open) return [];
  return [{ key: peer?.account_id ?? conversation_id, name: shownTitle(conversation), address }];
}
