import type { ConversationId } from "@feiliao/protocol";
import { createMemo, onCleanup, onMount, Show } from "solid-js";
import { Composer } from "../composer/composer.tsx";
import { groupPart } from "../group/language.ts";
import { t } from "../i18n/language.ts";
import { messagePart } from "../message/language.ts";
import { selection } from "../message/selection.ts";
import { forgetPlace, place } from "../navigation/jump.ts";
import { goBack } from "../navigation/router.ts";
import { searchingWithin, setSearchingWithin } from "../search/search-within.ts";
import { client, conversations } from "../state/client.ts";
import { deferred } from "../ui/deferred.tsx";
import { ConversationHead } from "./conversation-head.tsx";
import { MessageList } from "./message-list.tsx";
import "./bubble.css";
import "./conversation.css";

const AnnouncementBar = groupPart(() =>
  import("../group/announcement-bar.tsx").then((module) => module.AnnouncementBar),
);
const CannotWrite = groupPart(() => import("../group/cannot-write.tsx").then((module) => module.CannotWrite));
const Invitation = groupPart(() => import("../group/invitation.tsx").then((module) => module.Invitation));
const ConversationSearch = deferred(() =>
  import("../search/conversation-search.tsx").then((module) => module.ConversationSearch),
);
const PinnedBar = messagePart(() => import("../message/pinned-bar.tsx").then((module) => module.PinnedBar));
const SelectionBar = messagePart(() =>
  import("../message/selection-bar.tsx").then((module) => module.SelectionBar),
);
const LostNotice = deferred(() => import("../lost/lost-notice.tsx").then((module) => module.LostNotice));

/** One open conversation: head, messages, composer. Made anew for each conversation. */
export function ConversationScreen(props: { conversation_id: ConversationId }) {
  const conversation = createMemo(() => {
    conversations();
    return client.conversation(props.conversation_id);
  });
  onMount(() => client.attend(props.conversation_id));
  onCleanup(() => client.attend(null));
  onCleanup(forgetPlace);
  onCleanup(() => setSearchingWithin(null));
  /** A new object for every jump, so that the list is made anew around that message. */
  const around = createMemo(() => {
    const wanted = place();
    return { seq: wanted?.conversation_id === props.conversation_id ? wanted.seq : undefined };
  });
  return (
    <Show when={conversation()} fallback={<UnknownConversation />}>
      {(open) => (
        <section class="open-conversation" aria-label={open().title}>
          <div>
            <ConversationHead conversation={open()} />
            <Show when={searchingWithin() === props.conversation_id}>
              <ConversationSearch conversation={open()} onClosed={() => setSearchingWithin(null)} />
            </Show>
            <Show when={open().state === "active" && open().info?.announcement}>
              {(announcement) => <AnnouncementBar conversation={open()} announcement={announcement()} />}
            </Show>
            <Show when={open().pins.length > 0}>
              <PinnedBar conversation={open()} />
            </Show>
            <Show when={open().lost > 0}>
              <LostNotice conversation={open()} />
            </Show>
          </div>
          <Show
            when={open().state !== "invited" && open().state !== "requested"}
            fallback={<Invitation conversation={open()} />}
          >
            <Show when={around()} keyed>
              {({ seq }) => <MessageList conversation={open()} around_seq={seq} />}
            </Show>
          </Show>
          <Show when={selection()}>
            <SelectionBar />
          </Show>
          <Show
            when={open().rights.write.may && !open().blocked && !open().peer?.deleted}
            fallback={<CannotWrite conversation={open()} />}
          >
            <Composer conversation={open()} />
          </Show>
        </section>
      )}
    </Show>
  );
}

function UnknownConversation() {
  return (
    <div class="pane-empty">
      <p class="soft">{t().conversation.not_found}</p>
      <button type="button" class="secondary" onClick={goBack}>
        {t().app.back}
      </button>
    </div>
  );
}
