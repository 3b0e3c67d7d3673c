import type { MessageView } from "@feiliao/client";
import { createSignal, onCleanup, Show } from "solid-js";
import { remaining } from "../i18n/dates.ts";
import { HistoryDialog } from "./history-dialog.tsx";
import { MessageIcon } from "./icon.tsx";
import { m } from "./language.ts";
import "./message.css";

const TICK_MS = 1_000;

/** Beside the time of a message: that it is pinned, was edited, or will disappear. */
export function Marks(props: { message: MessageView; pinned: boolean }) {
  const [history, setHistory] = createSignal(false);
  return (
    <>
      <Show when={props.pinned}>
        <span class="message-mark" title={m().pinned.title}>
          <MessageIcon name="pin" />
          <span class="spoken-only">{m().pinned.title}</span>
        </span>
      </Show>
      <Show when={props.message.edited_at}>
        <button
          type="button"
          class="edited"
          title={m().menu.history}
          disabled={props.message.seq === null}
          data-testid="edited"
          onClick={() => setHistory(true)}
        >
          {m().edited}
        </button>
      </Show>
      <Show when={props.message.expires_at}>{(at) => <Countdown at={at()} />}</Show>
      <Show when={history()}>
        <HistoryDialog message={props.message} onClosed={() => setHistory(false)} />
      </Show>
    </>
  );
}

function Countdown(props: { at: number }) {
  const [now, setNow] = createSignal(Date.now());
  const timer = setInterval(() => setNow(Date.now()), TICK_MS);
  onCleanup(() => clearInterval(timer));
  const left = (): string => remaining(props.at - now());
  return (
    <span class="message-mark" title={m().disappears(left())} data-testid="countdown">
      <MessageIcon name="timer" />
      {left()}
    </span>
  );
}
