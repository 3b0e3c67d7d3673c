import type { ConversationView } from "@feiliao/client";
import { createMemo, For, onCleanup, onMount, Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { messagePart } from "../message/language.ts";
import { openedMenu, openMenu } from "../message/open-menu.ts";
import { selection, stopSelecting } from "../message/selection.ts";
import { shownTitle } from "../numbers/shown-title.ts";
import { cells } from "../state/cells.ts";
import { listenLive } from "../talk/live-listening.ts";
import { stopPlaying } from "../talk/player.ts";
import { TapToListen } from "../talk/tap-to-listen.tsx";
import { Icon } from "../ui/icon.tsx";
import { Announcements } from "./announcements.tsx";
import { MessageRow } from "./message-row.tsx";
import { messageRows, sameRow } from "./message-rows.ts";
import { createMessageScroll } from "./message-scroll.ts";
import { readReceipts } from "./read-receipts.ts";

const MessageMenu = messagePart(() =>
  import("../message/message-menu.tsx").then((module) => module.MessageMenu),
);

/** Made anew to be shown around another message. */
export function MessageList(props: { conversation: ConversationView; around_seq?: number | undefined }) {
  const { conversation_id, unread, me } = props.conversation;
  const unread_after = unread > 0 && me ? me.read : null;
  const scroll = createMessageScroll({
    ...{ conversation_id, unread_after, around_seq: props.around_seq },
    read: () => props.conversation.me?.read ?? 0,
  });
  const live = listenLive(conversation_id, scroll.messages);
  const receipts = readReceipts(conversation_id);
  const rows = cells(
    createMemo(() => messageRows(scroll.messages(), scroll.window(), unread_after)),
    (row) => row.message.key,
    sameRow,
  );
  let stopGestures = (): void => undefined;
  let list!: HTMLDivElement;
  let content!: HTMLDivElement;
  onMount(() => scroll.attach(list, content));
  onMount(() => void listenForGestures());
  onCleanup(() => openMenu(null));
  onCleanup(stopSelecting);
  onCleanup(stopPlaying);

  /** What is done with a message is found when the messages stand. */
  async function listenForGestures(): Promise<void> {
    const gestures = await import("../message/gestures.ts");
    if (!list.isConnected) return;
    const stop = gestures.listenForGestures({
      list,
      find: (key) => scroll.messages().find((message) => message.key === key),
      mayReply: () => props.conversation.rights.write.may && !props.conversation.blocked,
    });
    list.dataset.gestures = "";
    stopGestures = stop;
  }
  onCleanup(() => stopGestures());

  return (
    <div class="messages-frame">
      <div
        ref={list}
        class="messages"
        classList={{ selecting: selection() !== null }}
        role="log"
        aria-live="off"
        aria-label={t().conversation.log(shownTitle(props.conversation))}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
        tabIndex={0}
        data-testid="messages"
      >
        <div ref={content} class="messages-content">
          <Show when={scroll.messages().length === 0 && scroll.opened()}>
            <p class="messages-empty soft">{t().conversation.empty}</p>
          </Show>
          <For each={rows()}>
            {(row) => (
              <MessageRow
                row={row.value()}
                conversation={props.conversation}
                receipts={receipts}
                messages={scroll.messages}
              />
            )}
          </For>
          <Show when={props.conversation.typing}>
            <div class="row theirs">
              <div class="bubble typing" data-testid="typing">
                <span class="spoken-only">{t().conversation.typing}</span>
                <i />
                <i />
                <i />
              </div>
            </div>
          </Show>
        </div>
      </div>
      <Show when={openedMenu()} keyed>
        {(place) => <MessageMenu place={place} conversation={props.conversation} />}
      </Show>
      <TapToListen live={live} />
      <Show when={!scroll.atNewest()}>
        <button type="button" class="to-newest" data-testid="to-newest" onClick={scroll.toNewest}>
          <Show
            when={scroll.newBelow() > 0}
            fallback={<span class="spoken-only">{t().conversation.to_newest}</span>}
          >
            <span class="new-count">{t().conversation.new_messages(scroll.newBelow())}</span>
          </Show>
          <Icon name="down" />
        </button>
      </Show>
      <Announcements conversation={props.conversation} quiet={!scroll.atNewest()} />
    </div>
  );
}
