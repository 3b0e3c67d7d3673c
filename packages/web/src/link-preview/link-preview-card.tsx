import type { ConversationId, LinkPreview } from "@feiliao/protocol";
import { Show } from "solid-js";
import { pictureUrl } from "../ui/picture-url.ts";
import "./link-preview.css";

/** A picture wider than this stands above the words, others beside them. */
const WIDE_RATIO = 1.4;

export interface LinkPreviewCardProps {
  preview: LinkPreview;
  /** Whose right lets this device read the picture. */
  owner: ConversationId | "me";
}

/** What a page says about itself. The host is said as well: a page may call itself what it likes. */
export function LinkPreviewCard(props: LinkPreviewCardProps) {
  const host = (): string => new URL(props.preview.url).host.replace(/^www\./, "");
  const site = (): string => {
    const { site } = props.preview;
    return site === "" || site === host() ? host() : `${site} · ${host()}`;
  };
  const wide = (): boolean => {
    const { image } = props.preview;
    return image !== undefined && image.width >= 300 && image.width / image.height >= WIDE_RATIO;
  };
  return (
    <a
      class="link-preview"
      classList={{ wide: wide() }}
      href={props.preview.url}
      target="_blank"
      rel="noopener noreferrer"
    >
      <Show when={props.preview.image}>
        {(image) => (
          <span class="link-preview-picture">
            <Show when={pictureUrl(props.owner, image().blob_id)}>{(src) => <img src={src()} alt="" />}</Show>
          </span>
        )}
      </Show>
      <span class="link-preview-words">
        <small dir="auto">{site()}</small>
        <b dir="auto">{props.preview.title}</b>
        <Show when={props.preview.description}>
          <span dir="auto">{props.preview.description}</span>
        </Show>
      </span>
    </a>
  );
}
