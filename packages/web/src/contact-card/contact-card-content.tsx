import type { ContactCardView } from "@feiliao/client";
import { createSignal, Show } from "solid-js";
import { errorText } from "../i18n/error-text.ts";
import { t } from "../i18n/language.ts";
import { go } from "../navigation/router.ts";
import { numberOfAddress, showNumber } from "../numbers/show-number.ts";
import { client, conversations, profile } from "../state/client.ts";
import { Avatar } from "../ui/avatar.tsx";
import { showToast } from "../ui/toast.tsx";
import "./contact-card.css";

/** Somebody's name and number; a press opens the chat with them, and makes them a friend when they are none. */
export function ContactCardContent(props: { content: ContactCardView }) {
  const [opening, setOpening] = createSignal(false);
  const number = (): string => numberOfAddress(props.content.address);
  const isMe = (): boolean => profile()?.number === number();

  const open = async (): Promise<void> => {
    if (isMe()) return showToast(t().contact_card.yourself);
    const known = conversations().find(({ address }) => address === props.content.address);
    setOpening(true);
    try {
      const { address, name } = props.content;
      const conversation_id = known?.conversation_id ?? (await client.openConversation(address, name));
      go({ screen: "conversation", conversation_id });
    } catch (failure) {
      showToast(errorText(failure));
    } finally {
      setOpening(false);
    }
  };

  return (
    <button
      type="button"
      class="contact-card"
      title={isMe() ? t().contact_card.yourself : t().contact_card.open(props.content.name)}
      disabled={opening()}
      onClick={open}
    >
      <Avatar name={props.content.name} id={props.content.address} owner="me" />
      <span>
        <b dir="auto">{props.content.name}</b>
        <Show when={showNumber(number()) !== props.content.name}>
          <small>{showNumber(number())}</small>
        </Show>
        <small class="contact-kind">{t().preview.contact_card}</small>
      </span>
    </button>
  );
}
