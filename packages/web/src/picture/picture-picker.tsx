import type { PictureInput } from "@feiliao/client";
import type { BlobId, ConversationId } from "@feiliao/protocol";
import { createSignal, onCleanup, Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Icon } from "../ui/icon.tsx";
import { showToast } from "../ui/toast.tsx";
import { AVATAR_SIDE, encodePicture } from "./encode.ts";
import "./picture-picker.css";

export interface PicturePickerProps {
  name: string;
  id: string;
  /** The picture there is already. */
  current: BlobId | null;
  /** Whose right lets this device read it; default: one's own. */
  owner?: ConversationId;
  onChosen: (picture: PictureInput) => void;
}

/** A face that is also the button for choosing another one. */
export function PicturePicker(props: PicturePickerProps) {
  const [preview, setPreview] = createSignal<string>();
  let input!: HTMLInputElement;

  const forgetPreview = (): void => {
    const shown = preview();
    if (shown) URL.revokeObjectURL(shown);
  };
  onCleanup(forgetPreview);
  const choose = async (): Promise<void> => {
    const file = input.files?.[0];
    input.value = "";
    if (!file) return;
    try {
      const picture = await encodePicture(file, { kind: "square", side: AVATAR_SIDE });
      forgetPreview();
      setPreview(URL.createObjectURL(new Blob([picture.bytes], { type: picture.mime })));
      props.onChosen(picture);
    } catch {
      showToast(t().composer.not_a_picture);
    }
  };
  const label = (): string =>
    preview() || props.current ? t().signup.change_picture : t().signup.add_picture;

  return (
    <div class="picture-picker">
      <button type="button" aria-label={label()} onClick={() => input.click()}>
        <Show
          when={preview()}
          fallback={
            <Avatar name={props.name} id={props.id} picture={props.current} owner={props.owner ?? "me"} />
          }
        >
          {(src) => <img class="avatar" src={src()} alt="" />}
        </Show>
        <span class="picture-picker-badge">
          <Icon name="camera" />
        </span>
      </button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        data-testid="profile-picture"
        onChange={choose}
      />
    </div>
  );
}
