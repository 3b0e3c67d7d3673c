import type { ConversationView } from "@feiliao/client";
import { carrierOf } from "@feiliao/protocol/numbers";
import { createSignal, onMount, Show } from "solid-js";
import { groupPart } from "../group/language.ts";
import { t } from "../i18n/language.ts";
import { goBack } from "../navigation/router.ts";
import { CarrierChip } from "../numbers/carrier-chip.tsx";
import { numberOfAddress, showNumber } from "../numbers/show-number.ts";
import { shownTitle } from "../numbers/shown-title.ts";
import { setSearchingWithin } from "../search/search-within.ts";
import { smsPart } from "../sms/language.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Icon } from "../ui/icon.tsx";

const ConversationMenu = groupPart(() =>
  import("../list/conversation-menu.tsx").then((module) => module.ConversationMenu),
);
const GroupSize = groupPart(() => import("../group/group-size.tsx").then((module) => module.GroupSize));

const ReachedBySms = smsPart(() => import("../sms/in-chat.ts").then((module) => module.ReachedBySms));

export function ConversationHead(props: { conversation: ConversationView }) {
  const [menu, setMenu] = createSignal(false);
  let heading!: HTMLHeadingElement;
  // Moves the focus of keyboards and screen readers to the new screen; where there is a mouse, the composer
  // takes it instead.
  onMount(() => {
    if (!matchMedia("(hover: hover) and (pointer: fine)").matches) heading.focus();
  });
  return (
    <header class="conversation-head">
      <button
        type="button"
        class="quiet round back"
        aria-label={t().app.back}
        data-testid="back"
        onClick={goBack}
      >
        <Icon name="back" />
      </button>
      <Avatar
        name={shownTitle(props.conversation)}
        id={props.conversation.peer?.account_id ?? props.conversation.conversation_id}
        picture={props.conversation.picture}
        owner={props.conversation.conversation_id}
      />
      <div class="conversation-who">
        <h1 ref={heading} tabIndex={-1}>
          {shownTitle(props.conversation)}
        </h1>
        <p class="soft">
          <Show
            when={!props.conversation.typing}
            fallback={<span class="typing-note">{t().conversation.typing}</span>}
          >
            <Show when={props.conversation.kind !== "direct"}>
              <GroupSize conversation={props.conversation} />
            </Show>
            <Show when={props.conversation.sms}>
              <ReachedBySms />
            </Show>
            <Show when={props.conversation.address}>
              {(address) => <NumberAndCarrier address={address()} title={shownTitle(props.conversation)} />}
            </Show>
          </Show>
        </p>
      </div>
      <button
        type="button"
        class="quiet round"
        aria-label={t().search.within}
        title={t().search.within}
        data-testid="search-within"
        onClick={() => setSearchingWithin(props.conversation.conversation_id)}
      >
        <Icon name="search" />
      </button>
      <button
        type="button"
        class="quiet round"
        aria-label={t().conversation.more}
        title={t().conversation.more}
        data-testid="conversation-more"
        onClick={() => setMenu(true)}
      >
        <Icon name="more" />
      </button>
      <Show when={menu()}>
        <ConversationMenu conversation={props.conversation} onClosed={() => setMenu(false)} />
      </Show>
    </header>
  );
}

/** What the title does not say already. */
function NumberAndCarrier(props: { address: string; title: string }) {
  const number = (): string => numberOfAddress(props.address);
  return (
    <>
      <Show when={showNumber(number()) !== props.title}>
        <span>{showNumber(number())}</span>
      </Show>
      <Show when={carrierOf(number())}>{(carrier) => <CarrierChip carrier={carrier()} />}</Show>
    </>
  );
}
