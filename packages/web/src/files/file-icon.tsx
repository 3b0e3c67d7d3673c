import { Icon } from "../ui/icon.tsx";
import { extensionOf, fileKind } from "./file-kind.ts";
import "./file-content.css";

/** A sheet of paper in the colour of its kind, with the extension on it. */
export function FileIcon(props: { name: string }) {
  return (
    <span class={`file-icon kind-${fileKind(props.name)}`} aria-hidden="true">
      <Icon name="file" />
      <b>{extensionOf(props.name).slice(0, 4)}</b>
    </span>
  );
}
