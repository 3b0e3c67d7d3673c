import { createSignal, For, Show } from "solid-js";
import { futureTime } from "../i18n/dates.ts";
import { errorText } from "../i18n/error-text.ts";
import { Dialog } from "../ui/dialog.tsx";
import { m } from "./language.ts";
import { fieldValue, likelyTimes, soonest } from "./schedule-times.ts";
import "./lists.css";

export interface ScheduleDialogProps {
  title: string;
  /** The words, when they can be changed here too. */
  text?: string;
  due_at?: number;
  act: string;
  /** Rejects when it cannot be; then the dialog stays and says why. */
  onChosen: (due_at: number, text: string) => Promise<void>;
  onClosed: () => void;
}

/** When a message is to be sent: a likely time, or any other. */
export function ScheduleDialog(props: ScheduleDialogProps) {
  const now = Date.now();
  const times = likelyTimes(now);
  const [due, setDue] = createSignal(props.due_at ?? times[0]![1]);
  const [text, setText] = createSignal(props.text ?? "");
  const [error, setError] = createSignal<string>();
  const [saving, setSaving] = createSignal(false);
  let dialog!: HTMLDialogElement;
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setSaving(true);
    setError(undefined);
    try {
      await props.onChosen(due(), text());
      dialog.close();
    } catch (failure) {
      setError(errorText(failure));
    } finally {
      setSaving(false);
    }
  };
  return (
    <Dialog title={props.title} onClosed={props.onClosed} ref={(element) => (dialog = element)}>
      <form class="form" onSubmit={submit}>
        <Show when={props.text !== undefined}>
          <label class="field">
            <span>{m().schedule.text}</span>
            <textarea
              class="input"
              rows="3"
              dir="auto"
              data-testid="schedule-text"
              onInput={(event) => setText(event.currentTarget.value)}
            >
              {props.text}
            </textarea>
          </label>
        </Show>
        <div class="likely-times">
          <For each={times}>
            {([name, at]) => (
              <button
                type="button"
                class="likely-time"
                aria-pressed={due() === at}
                data-testid={`schedule-${name}`}
                onClick={() => setDue(at)}
              >
                <span>{m().schedule[name]}</span>
                <span class="soft">{futureTime(at, now)}</span>
              </button>
            )}
          </For>
        </div>
        <label class="field">
          <span>{m().schedule.other}</span>
          <input
            type="datetime-local"
            class="input"
            required
            min={fieldValue(soonest(now))}
            value={fieldValue(due())}
            data-testid="schedule-time"
            onInput={(event) => {
              const chosen = new Date(event.currentTarget.value).getTime();
              if (!Number.isNaN(chosen)) setDue(chosen);
            }}
          />
        </label>
        <Show when={error()}>
          <p class="error" role="alert">
            {error()}
          </p>
        </Show>
        <button
          type="submit"
          class="primary"
          disabled={saving() || (props.text !== undefined && text().trim() === "")}
          data-testid="schedule-submit"
        >
          {props.act}
        </button>
      </form>
    </Dialog>
  );
}
