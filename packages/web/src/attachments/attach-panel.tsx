import { t } from "../i18n/language.ts";
import { Icon, type IconName } from "../ui/icon.tsx";
import type { AttachDialogName } from "./attach-dialog.tsx";
import "./attach-panel.css";

export interface AttachPanelProps {
  onPictures: () => void;
  onFiles: () => void;
  onDialog: (name: AttachDialogName) => void;
}

/** What can be sent besides words and voice. */
export function AttachPanel(props: AttachPanelProps) {
  return (
    <div class="attach-actions">
      <Action icon="picture" name="pictures" onPress={props.onPictures} />
      <Action icon="file" name="file" onPress={props.onFiles} />
      <Action icon="place" name="location" onPress={() => props.onDialog("location")} />
      <Action icon="card" name="contact_card" onPress={() => props.onDialog("contact_card")} />
    </div>
  );
}

interface ActionProps {
  icon: IconName;
  name: "pictures" | "file" | "location" | "contact_card";
  onPress: () => void;
}

function Action(props: ActionProps) {
  return (
    <button
      type="button"
      class={`attach-action attach-${props.name}`}
      data-testid={`attach-${props.name}`}
      onClick={() => props.onPress()}
    >
      <span class="attach-icon">
        <Icon name={props.icon} />
      </span>
      {t().attach[props.name]}
    </button>
  );
}
