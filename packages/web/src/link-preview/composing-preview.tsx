import type { LinkPreview } from "@feiliao/protocol";
import { createEffect, createMemo, createSignal, on, onCleanup, Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { client } from "../state/client.ts";
import { Icon } from "../ui/icon.tsx";
import { firstLink } from "./first-link.ts";
import { LinkPreviewCard } from "./link-preview-card.tsx";
import "./link-preview.css";

/** An address is looked at when it has not changed for so long. */
const REST_MS = 700;

export interface ComposingPreviewProps {
  text: string;
  /** What goes with the text; undefined when nothing does. */
  onPreview: (preview: LinkPreview | undefined) => void;
}

/** What the first link of a text that is being written says about itself, until it is taken away. */
export function ComposingPreview(props: ComposingPreviewProps) {
  const link = createMemo(() => firstLink(props.text));
  const [preview, setPreview] = createSignal<LinkPreview>();
  const show = (next: LinkPreview | undefined): void => {
    setPreview(next);
    props.onPreview(next);
  };
  createEffect(
    on(link, (url) => {
      show(undefined);
      if (!url) return;
      let changed = false;
      const timer = setTimeout(async () => {
        const found = await client.linkPreview(url).catch(() => null);
        if (!changed) show(found ?? undefined);
      }, REST_MS);
      onCleanup(() => {
        changed = true;
        clearTimeout(timer);
      });
    }),
  );
  onCleanup(() => props.onPreview(undefined));
  return (
    <Show when={preview()}>
      {(found) => (
        <div class="composing-preview" data-testid="composing-preview">
          <LinkPreviewCard preview={found()} owner="me" />
          <button
            type="button"
            class="quiet round"
            aria-label={t().link_preview.remove}
            title={t().link_preview.remove}
            onClick={() => show(undefined)}
          >
            <Icon name="close" />
          </button>
        </div>
      )}
    </Show>
  );
}
