import type { Favourite } from "@feiliao/client";
import type { ConversationId } from "@feiliao/protocol";
import { createSignal, For, Show } from "solid-js";
import { linkify } from "../conversation/linkify.ts";
import { done } from "../group/done.ts";
import { length, shortTime } from "../i18n/dates.ts";
import { t } from "../i18n/language.ts";
import { jumpTo } from "../navigation/jump.ts";
import { goBack } from "../navigation/router.ts";
import { client, kept } from "../state/client.ts";
import { voice } from "../talk/engine.ts";
import { takeTurn } from "../talk/turn.ts";
import { Icon } from "../ui/icon.tsx";
import { pictureUrl } from "../ui/picture-url.ts";
import { showToast } from "../ui/toast.tsx";
import { ChatPicker } from "./chat-picker.tsx";
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
      <header class="settings-head">
        <button
          type="button"
          class="quiet round"
          aria-label={t().app.back}
          data-testid="back"
          onClick={goBack}
        >
          <Icon name="back" />
        </button>
        <h1 id="favourites-title" tabIndex={-1} ref={(heading) => queueMicrotask(() => heading.focus())}>
          {m().favourites.title}
        </h1>
      </header>
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

function FavouriteContent({ favourite }: { favourite: Favourite }) {
  const { content } = favourite;
  switch (content.type) {
    case "text":
      return <Words text={content.text} />;
    case "image":
      return (
        <>
          <img
            class="favourite-picture"
            src={pictureUrl("me", content.blob_id)}
            alt={content.caption ?? t().preview.picture}
            width={content.width}
            height={content.height}
          />
          <Show when={content.caption}>{(caption) => <Words text={caption()} />}</Show>
        </>
      );
    case "voice":
      return (
        <button type="button" class="secondary" data-testid="favourite-play" onClick={() => play(favourite)}>
          <Icon name="play" />
          {t().preview.voice} {length(content.duration_ms)}
        </button>
      );
    case "file":
      return <Words text={content.name} />;
    case "contact_card":
      return <Words text={`${content.name} ${content.address.replace(/^tel:/, "")}`} />;
    default:
      return <em>{t().conversation.update_app}</em>;
  }
}

function Words(props: { text: string }) {
  return (
    <p class="text" dir="auto">
      <For each={linkify(props.text)}>
        {(part) => (
          <Show when={"href" in part && part.href} fallback={part.text}>
            {(href) => (
              <a href={href()} target="_blank" rel="noopener noreferrer">
                {part.text}
              </a>
            )}
          </Show>
        )}
      </For>
    </p>
  );
}

/** From its beginning; another voice, here or in a chat, ends it. */
async function play(favourite: Favourite): Promise<void> {
  try {
    const [engine, packets] = await Promise.all([voice(), client.favourites.packets(favourite)]);
    const clip = await engine.clip(packets);
    takeTurn(() => clip.dispose());
    await clip.play();
  } catch {
    showToast(t().talk.not_loaded);
  }
}
