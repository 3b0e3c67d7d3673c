import type { TextOptions } from "@feiliao/client";
import type { ConversationId } from "@feiliao/protocol";
import { createSignal, Show } from "solid-js";
import { futureTime } from "../i18n/dates.ts";
import { client } from "../state/client.ts";
import { showToast } from "../ui/toast.tsx";
import { MessageIcon } from "./icon.tsx";
import { m } from "./language.ts";
import { ScheduleDialog } from "./schedule-dialog.tsx";

export interface SendLaterProps {
  conversation_id: ConversationId;
  text: string;
  options: () => TextOptions;
  onScheduled: () => void;
}

/** Beside the button that sends: the same, at another time. */
export function SendLater(props: SendLaterProps) {
  const [open, setOpen] = createSignal(false);
  const schedule = async (due_at: number): Promise<void> => {
    await client.schedule.text(props.conversation_id, props.text, due_at, props.options());
    props.onScheduled();
    showToast(m().schedule.done(futureTime(due_at, Date.now())));
  };
  return (
    <>
      <button
        type="button"
        class="quiet round send-later"
        aria-label={m().schedule.open}
        title={m().schedule.open}
        data-testid="send-later"
        onClick={() => setOpen(true)}
      >
        <MessageIcon name="timer" />
      </button>
      <Show when={open()}>
        <ScheduleDialog
          title={m().schedule.title}
          act={m().schedule.act}
          onChosen={schedule}
          onClosed={() => setOpen(false)}
        />
      </Show>
    </>
  );
}
