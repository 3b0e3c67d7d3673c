import type { ConversationId } from "@feiliao/protocol";
import { Match, Show, Switch } from "solid-js";
import { t } from "../i18n/language.ts";
import { client } from "../state/client.ts";
import { Icon } from "../ui/icon.tsx";
import { recorder } from "./recorder.ts";
import { COUNTDOWN_FROM_MS, HELD_MS_MAX } from "./recorder-state.ts";

/** Stands in the composer's place while somebody talks: the time, and what letting go will do. */
export function RecordingBar(props: { conversation_id: ConversationId }) {
  const phase = () => recorder.state().phase;
  const byPointer = (): boolean => {
    const now = recorder.state();
    return now.phase === "held" && now.by === "pointer";
  };
  /** A recording that was left is decided on wherever one is, so it says whom it is for. */
  const pausedText = (): string => {
    const now = recorder.state();
    if (now.phase === "idle" || now.conversation_id === props.conversation_id) return t().talk.paused;
    return t().talk.paused_for(client.conversation(now.conversation_id)?.title ?? "");
  };
  const zone = () => {
    const now = recorder.state();
    return now.phase === "held" ? now.zone : "send";
  };
  return (
    <div
      class="recording-bar"
      classList={{ cancelling: zone() === "cancel" }}
      data-testid="recording"
      data-zone={zone()}
    >
      <Show when={byPointer()}>
        <span class="lock-hint" classList={{ locking: zone() === "lock" }} aria-hidden="true">
          <Icon name="lock" />
        </span>
      </Show>
      <Show when={phase() === "locked" || phase() === "paused"}>
        <button
          type="button"
          class="quiet round discard"
          aria-label={t().talk.cancel}
          title={t().talk.cancel}
          data-testid="talk-cancel"
          onClick={() => recorder.cancel()}
        >
          <Icon name="trash" />
        </button>
      </Show>
      <span class="recording-dot" classList={{ paused: phase() === "paused" }} aria-hidden="true" />
      <span class="recording-time" role="timer" aria-live="off">
        {tenths(recorder.elapsed_ms())}
      </span>
      <span class="recording-hint">
        <Switch>
          <Match when={phase() === "paused"}>{pausedText()}</Match>
          <Match when={phase() === "held" && recorder.elapsed_ms() >= COUNTDOWN_FROM_MS}>
            <span class="countdown">
              {t().talk.remaining(Math.ceil((HELD_MS_MAX - recorder.elapsed_ms()) / 1000))}
            </span>
          </Match>
          <Match when={zone() === "cancel"}>{t().talk.release_cancel}</Match>
          <Match when={zone() === "lock"}>{t().talk.release_lock}</Match>
          <Match when={byPointer()}>{t().talk.slide}</Match>
          <Match when={phase() === "held"}>{t().talk.release_key}</Match>
          <Match when={phase() === "locked"}>{t().talk.locked}</Match>
        </Switch>
      </span>
      <span class="spoken-only" role="status">
        {phase() === "paused" ? t().talk.paused : t().talk.started}
      </span>
    </div>
  );
}

function tenths(ms: number): string {
  const total = Math.floor(ms / 100);
  const minutes = Math.floor(total / 600);
  const seconds = Math.floor(total / 10) % 60;
  return `${minutes}:${String(seconds).padStart(2, "0")}.${total % 10}`;
}
