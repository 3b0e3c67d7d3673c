import type { ConversationView } from "@feiliao/client";
import { createSignal, Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { goBack } from "../navigation/router.ts";
import { client } from "../state/client.ts";
import { Dialog } from "../ui/dialog.tsx";
import { done } from "./done.ts";
import { g } from "./language.ts";

export function LeaveGroup(props: { conversation: ConversationView }) {
  const [asking, setAsking] = createSignal(false);
  let dialog!: HTMLDialogElement;
  const leave = async (): Promise<void> => {
    if (!(await done(client.groups.leave(props.conversation.conversation_id)))) return;
    dialog.close();
    goBack();
  };
  return (
    <>
      <button type="button" class="dangerous" data-testid="leave" onClick={() => setAsking(true)}>
        {g().leave.submit}
      </button>
      <Show when={asking()}>
        <Dialog
          title={props.conversation.kind === "channel" ? g().leave.channel : g().leave.group}
          onClosed={() => setAsking(false)}
          ref={(element) => (dialog = element)}
        >
          <p>{g().leave.intro}</p>
          <Show when={props.conversation.rights.own}>
            <p>{(props.conversation.info?.member_count ?? 0) > 1 ? g().leave.owner : g().leave.last}</p>
          </Show>
          <div class="dialog-actions">
            <button type="button" class="quiet" onClick={() => dialog.close()}>
              {t().app.cancel}
            </button>
            <button type="button" class="dangerous" data-testid="leave-confirm" onClick={leave}>
              {g().leave.submit}
            </button>
          </div>
        </Dialog>
      </Show>
    </>
  );
}
