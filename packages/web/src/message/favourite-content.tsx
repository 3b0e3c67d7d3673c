import type { Favourite } from "@feiliao/client";
import { createSignal, For, onCleanup, Show } from "solid-js";
import { ContactCardContent } from "../contact-card/contact-card-content.tsx";
import { linkify } from "../conversation/linkify.ts";
import { FileIcon } from "../files/file-icon.tsx";
import { safeFileName } from "../files/file-name.ts";
import { fileSize } from "../files/file-size.ts";
import { saveFile } from "../files/save.ts";
import { done } from "../group/done.ts";
import { length } from "../i18n/dates.ts";
import { t } from "../i18n/language.ts";
import { LocationContent } from "../location/location-content.tsx";
import { client } from "../state/client.ts";
import { voice } from "../talk/engine.ts";
import { takeTurn } from "../talk/turn.ts";
import { Icon } from "../ui/icon.tsx";
import { pictureUrl } from "../ui/picture-url.ts";
import { showToast } from "../ui/toast.tsx";

/** What was kept, whatever has become of its message. */
export function FavouriteContent({ favourite }: { favourite: Favourite }) {
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
          <Words text={content.caption ?? ""} />
        </>
      );
    case "video":
      return (
        <>
          <Video favourite={favourite} poster={pictureUrl("me", content.poster.blob_id)} />
          <Words text={content.caption ?? ""} />
        </>
      );
    case "file":
      return (
        <>
          <button
            type="button"
            class="favourite-file"
            data-testid="favourite-file"
            onClick={() => done(save(favourite, content.name))}
          >
            <FileIcon name={safeFileName(content.name)} />
            <span dir="auto">{safeFileName(content.name)}</span>
            <span class="soft">{fileSize(content.size)}</span>
          </button>
          <Words text={content.caption ?? ""} />
        </>
      );
    case "voice":
      return (
        <button type="button" class="secondary" data-testid="favourite-play" onClick={() => play(favourite)}>
          <Icon name="play" />
          {t().preview.voice} {length(content.duration_ms)}
        </button>
      );
    case "location":
      return <LocationContent content={content} />;
    case "contact_card":
      return <ContactCardContent content={content} />;
  }
}

function Words(props: { text: string }) {
  return (
    <Show when={props.text}>
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
    </Show>
  );
}

/** Its poster, until it is asked for. */
function Video(props: { favourite: Favourite; poster: string | undefined }) {
  const [url, setUrl] = createSignal<string>();
  onCleanup(() => url() && URL.revokeObjectURL(url()!));
  const load = (): Promise<boolean> =>
    done(client.favourites.file(props.favourite).then((file) => setUrl(URL.createObjectURL(file))));
  return (
    <Show
      when={url()}
      fallback={
        <button type="button" class="favourite-video" aria-label={t().talk.play} onClick={load}>
          <img class="favourite-picture" src={props.poster} alt="" />
          <Icon name="play" />
        </button>
      }
    >
      {/* biome-ignore lint/a11y/useMediaCaption: nobody has captions for what a person filmed. */}
      {(source) => <video class="favourite-picture" src={source()} controls autoplay />}
    </Show>
  );
}

async function save(favourite: Favourite, name: string): Promise<void> {
  saveFile(await client.favourites.file(favourite), safeFileName(name));
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
