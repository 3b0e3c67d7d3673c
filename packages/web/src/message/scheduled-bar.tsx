import type { ConversationView, ScheduledMessage } from "@feiliao/client";
import { createSignal, For, Show } from "solid-js";
import { done } from "../group/done.ts";
import { futureTime } from "../i18n/dates.ts";
import { t } from "../i18n/language.ts";
import { client } from "../state/client.ts";
import { Dialog } from "../ui/dialog.tsx";
import { MessageIcon } from "./icon.tsx";
import { m } from "./language.ts";
import { ScheduleDialog } from "./schedule-dialog.tsx";
import "./bars.css";
import "./lists.css";

export interface ScheduledBarProps {
  conversation: ConversationView;
  scheduled: readonly ScheduledMessage[];
}

/** Above the composer: how many messages of this chat wait for their time, and the way to them. */
export function ScheduledBar(props: ScheduledBarProps) {
  const [open, setOpen] = createSignal(false);
  const failed = (): boolean => props.scheduled.some(({ failure }) => failure !== null);
  return (
    <>
      <button
        type="button"
        class="scheduled-bar"
        classList={{ failed: failed() }}
        data-testid="scheduled-bar"
        onClick={() => setOpen(true)}
      >
        <MessageIcon name="timer" />
        {m().schedule.waiting(props.scheduled.length)}
      </button>
      <Show when={open()}>
        <ScheduledList scheduled={props.scheduled} onClosed={() => setOpen(false)} />
      </Show>
    </>
  );
}

function ScheduledList(props: { scheduled: readonly ScheduledMessage[]; onClosed: () => void }) {
  const [changed, setChanged] = createSignal<ScheduledMessage>();
  return (
    <Show
      when={changed()}
      fallback={
        <Dialog title={m().schedule.list} onClosed={() => !changed() && props.onClosed()}>
          <ul class="scheduled-list" data-testid="scheduled-list">
            <For each={props.scheduled}>
              {(message) => <ScheduledItem message={message} onChange={() => setChanged(message)} />}
            </For>
          </ul>
        </Dialog>
      }
    >
      {(message) => (
        <ScheduleDialog
          title={m().schedule.list}
          {...(message().content.type === "text" && { text: wordsOf(message()) })}
          due_at={message().due_at}
          act={m().schedule.save}
          onChosen={(due_at, text) => client.schedule.change(message(), { due_at, text })}
          onClosed={props.onClosed}
        />
      )}
    </Show>
  );
}

function ScheduledItem(props: { message: ScheduledMessage; onChange: () => void }) {
  const { message } = props;
  const when = (): string => m().schedule.at(futureTime(message.due_at, Date.now()));
  return (
    <li>
      <p class="text" dir="auto">
        {wordsOf(message)}
      </p>
      <p classList={{ error: message.failure !== null, soft: message.failure === null }}>
        {message.failure ? m().schedule.failed(t().error[message.failure] ?? "") : when()}
      </p>
      <div class="scheduled-actions">
        <button type="button" class="quiet" data-testid="scheduled-change" onClick={() => props.onChange()}>
          {m().schedule.edit}
        </button>
        <button
          type="button"
          class="quiet"
          data-testid="scheduled-now"
          onClick={() => done(client.schedule.sendNow(message))}
        >
          {m().schedule.now}
        </button>
        <button
          type="button"
          class="quiet danger"
          data-testid="scheduled-cancel"
          onClick={() => done(client.schedule.cancel(message))}
        >
          {m().schedule.cancel}
        </button>
      </div>
    </li>
  );
}

function wordsOf({ content }: ScheduledMessage): string {
  if (content.type === "text") return content.text;
  return "caption" in content ? (content.caption ?? "") : "";
}
