import type { BlobId, ConversationId } from "@feiliao/protocol";
import { Show } from "solid-js";
import { Icon } from "./icon.tsx";
import { initials, tintOf } from "./initials.ts";
import { pictureUrl } from "./picture-url.ts";
import "./avatar.css";

export interface AvatarProps {
  name: string;
  /** What the colour is chosen by. */
  id: string;
  picture?: BlobId | null | undefined;
  /** Whose right lets this device read the picture. */
  owner: ConversationId | "me";
}

/**
 * A person's picture, or their initials on their colour. The name stands beside it, so it is decoration: the
 * initials are drawn by the style sheet, and no text that is read, searched or copied.
 */
export function Avatar(props: AvatarProps) {
  const url = (): string | undefined => (props.picture ? pictureUrl(props.owner, props.picture) : undefined);
  const nameless = (): boolean => props.name.trim() === "";
  return (
    <span
      class={`avatar tint-${tintOf(props.id)}`}
      data-initials={url() || nameless() ? undefined : initials(props.name)}
      aria-hidden="true"
    >
      <Show when={url()} fallback={nameless() && <Icon name="person" />}>
        {(src) => <img src={src()} alt="" />}
      </Show>
    </span>
  );
}
