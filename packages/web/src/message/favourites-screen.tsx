import type { Favourite } from "@feiliao/client";
import type { ConversationId } from "@feiliao/protocol";
import { createSignal, For, Show } from "solid-js";
import { done } from "../group/done.ts";
import { shortTime } from "../i18n/dates.ts";
import { jumpTo } from "../navigation/jump.ts";
import { client, kept } from "../state/client.ts";
import { ScreenHead } from "../ui/screen-head.tsx";
import { showToast } from "../ui/toast.tsx";
import { ChatPicker } from "./chat-picker.tsx";
import { FavouriteContent } from "./favourite-content.tsx";
import { MessageIcon } from "./icon.tsx";
import { m } from "./language.ts";
import "../settings/settings.css";
import "./favourites.css";
import "./lists.css";

/** Everything that this person has kept, the latest first. */
export function FavouritesScreen() {
  const [sent, setSent] = createSignal<Favourite>();
  const list = (): readonly Favourite[] => {
    kept();
    return client.favourites.list;
  };
  const send = async (favourite: Favourite, to: ConversationId[]): Promise<void> => {
    if (await done(client.favourites.send(favourite, to))) showToast(m().forward.done(1));
  };
  return (
    <section class="settings favourites" aria-labelledby="favourites-title">
      <ScreenHead id="favourites-title" title={m().favourites.title} />
      <div class="settings-body">
        <Show when={list().length === 0}>
          <p class="soft favourites-empty">{m().favourites.empty}</p>
        </Show>
        <ul class="favourite-list">
          <For each={list()}>
            {(favourite) => <FavouriteItem favourite={favourite} onSend={() => setSent(favourite)} />}
          </For>
        </ul>
      </div>
      <Show when={sent()}>
        {(favourite) => (
          <ChatPicker onChosen={(to) => send(favourite(), to)} onClosed={() => setSent(undefined)} />
        )}
      </Show>
    </section>
  );
}

function FavouriteItem(props: { favourite: Favourite; onSend: () => void }) {
  const { favourite } = props;
  const { conversation_id, seq } = favourite;
  const known = () => client.conversation(conversation_id);
  const name = (): string =>
    known()?.nameOf(favourite.sender) || favourite.sender_name || known()?.title || "";
  return (
    <li class="favourite" data-testid="favourite">
      <FavouriteContent favourite={favourite} />
      <p class="soft">{m().favourites.from(name(), shortTime(favourite.at, Date.now()))}</p>
      <div class="favourite-actions">
        <Show when={known()}>
          <button
            type="button"
            class="quiet"
            data-testid="favourite-open"
            onClick={() => jumpTo({ conversation_id, seq })}
          >
            {m().favourites.open}
          </button>
        </Show>
        <button type="button" class="quiet" data-testid="favourite-send" onClick={() => props.onSend()}>
          <MessageIcon name="forward" />
          {m().favourites.send}
        </button>
        <button
          type="button"
          class="quiet danger"
          data-testid="favourite-remove"
          onClick={() => done(client.favourites.remove(favourite.favourite_id))}
        >
          {m().favourites.remove}
        </button>
      </div>
    </li>
  );
}
