import type { MessageView } from "@feiliao/client";
import { t } from "../i18n/language.ts";
import { client } from "../state/client.ts";
import { Dialog } from "../ui/dialog.tsx";
import { recall } from "./actions.ts";
import { m } from "./language.ts";
import { stopSelecting } from "./selection.ts";

/** Asks before messages are deleted for this person. */
export function AskHide(props: { messages: readonly MessageView[]; onClosed: () => void }) {
  // Before the selection, which they may be, ends.
  const messages = [...props.messages];
  const hide = (): void => {
    stopSelecting();
    void client.messages.hide(messages);
  };
  return (
    <Ask
      title={m().hide.title(messages.length)}
      intro={m().hide.intro}
      act={m().hide.act}
      onAct={hide}
      onClosed={props.onClosed}
    />
  );
}

/** Asks before an admin removes what somebody wrote. */
export function AskRemove(props: { message: MessageView; onClosed: () => void }) {
  return (
    <Ask
      title={m().recall.title}
      intro={m().recall.intro}
      act={m().recall.act}
      onAct={() => void recall(props.message)}
      onClosed={props.onClosed}
    />
  );
}

export interface AskProps {
  title: string;
  intro: string;
  act: string;
  onAct: () => void;
  onClosed: () => void;
}

/** What cannot be undone is asked about. */
export function Ask(props: AskProps) {
  let dialog!: HTMLDialogElement;
  const act = (): void => {
    dialog.close();
    props.onAct();
  };
  return (
    <Dialog title={props.title} onClosed={props.onClosed} ref={(element) => (dialog = element)}>
      <p>{props.intro}</p>
      <div class="dialog-actions">
        <button type="button" class="quiet" onClick={() => dialog.close()}>
          {t().app.cancel}
        </button>
        <button type="button" class="dangerous" autofocus data-testid="confirm" onClick={act}>
          {props.act}
        </button>
      </div>
    </Dialog>
  );
}
