import type { ConversationId } from "@feiliao/protocol";
import { createSignal, Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { listen } from "../state/effect.ts";
import { deferred } from "../ui/deferred.tsx";
import { Icon } from "../ui/icon.tsx";

const ConfirmFiles = deferred(() =>
  import("../attachments/confirm-files.tsx").then((module) => module.ConfirmFiles),
);

export interface FileDropProps {
  conversation_id: ConversationId;
  /** Files that were pasted. */
  pasted: readonly File[];
  onDone: () => void;
}

/** Takes files dropped on the window or pasted, and has the person confirm them. */
export function FileDrop(props: FileDropProps) {
  const [dragging, setDragging] = createSignal(false);
  const [dropped, setDropped] = createSignal<readonly File[]>([]);
  const files = (): readonly File[] => [...dropped(), ...props.pasted];

  listen(window, "dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    setDragging(true);
  });
  listen(window, "dragleave", (event) => {
    if (event.relatedTarget === null) setDragging(false);
  });
  listen(window, "drop", (event) => {
    setDragging(false);
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    setDropped([...event.dataTransfer.files]);
  });

  const done = (): void => {
    setDropped([]);
    props.onDone();
  };

  return (
    <>
      <Show when={dragging()}>
        <div class="drop-hint">
          <Icon name="file" />
          {t().composer.drop}
        </div>
      </Show>
      <Show when={files().length > 0}>
        <ConfirmFiles conversation_id={props.conversation_id} files={files()} onDone={done} />
      </Show>
    </>
  );
}
