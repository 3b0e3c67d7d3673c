import type { TalkRecording } from "@feiliao/client";
import type { ConversationId } from "@feiliao/protocol";
import { createSignal } from "solid-js";
import { t } from "../i18n/language.ts";
import { agreed } from "../sms/agreed.ts";
import { client, session } from "../state/client.ts";
import { showToast } from "../ui/toast.tsx";
import type { Recording } from "../voice/voice-engine.ts";
import { microphoneErrorText, voice } from "./engine.ts";
import { setRecorderState as setState, recorderState as state } from "./recorder-phase.ts";
import { HELD_MS_MAX, LOCKED_MS_MAX, type RecorderState, TAP_MS_MAX, type Zone } from "./recorder-state.ts";
import { takeTurn } from "./turn.ts";

/** What is being spoken: captured and sent live from the press on, and withdrawn when it is not wanted. */
interface Take {
  conversation_id: ConversationId;
  talk: TalkRecording;
  pressed_at: number;
  /** Resolves with the first sound. */
  opening: Promise<Recording>;
  recording?: Recording;
}

const [elapsed_ms, setElapsed] = createSignal(0);
const [level, setLevel] = createSignal(0);
let take: Take | undefined;

/** The one microphone of the page. */
export const recorder = {
  state,
  elapsed_ms,
  level,
  press,
  slide,
  release,
  start,
  pause,
  leave,
  send,
  cancel,
};

/**
 * A pointer or key went down: capture begins at once, so that no first syllable is lost. `at` is the time stamp
 * of the event, so that a busy page does not make a tap longer.
 */
function press(conversation_id: ConversationId, by: "pointer" | "key", at: number): void {
  begin(conversation_id, at, { phase: "held", conversation_id, by, zone: "send" });
}

/** Starts without holding: by tap, keyboard or screen reader. */
function start(conversation_id: ConversationId): void {
  begin(conversation_id, performance.now(), { phase: "locked", conversation_id });
}

/** The finger moved; where it is decides what letting go will do. */
function slide(zone: Zone): void {
  const now = state();
  if (now.phase === "held" && now.zone !== zone) setState({ ...now, zone });
}

/** The pointer or key was let go. */
function release(at: number): void {
  const now = state();
  if (now.phase !== "held" || !take) return;
  if (now.zone === "lock") setState({ phase: "locked", conversation_id: now.conversation_id });
  else if (now.zone === "cancel") cancel();
  else if (at - take.pressed_at < TAP_MS_MAX) discard(t().talk.hold_hint);
  else if (!take.recording) discard(t().talk.not_ready);
  else void send();
}

function discard(remark: string): void {
  cancel();
  showToast(remark);
}

function begin(conversation_id: ConversationId, pressed_at: number, first: RecorderState): void {
  if (state().phase !== "idle") return;
  takeTurn(pause);
  const talk = client.startTalk(conversation_id, agreed(conversation_id, null));
  const opening = voice().then((engine) => engine.record((packet) => talk.push(packet)));
  const begun: Take = { conversation_id, talk, pressed_at, opening };
  take = begun;
  setElapsed(0);
  setState(first);
  navigator.vibrate?.(10);
  opening.then(
    (recording) => {
      if (take !== begun) return;
      begun.recording = recording;
      recording.onInterrupted(() => void pause());
      requestAnimationFrame(follow);
    },
    (error: unknown) => {
      if (take !== begun) return;
      discard(microphoneErrorText(error));
    },
  );
}

/** Shows time and loudness on every frame, and ends what has become too long. */
function follow(): void {
  const recording = take?.recording;
  const now = state();
  if (!recording || (now.phase !== "held" && now.phase !== "locked")) return;
  setElapsed(recording.elapsed_ms());
  setLevel(recording.level());
  if (recording.elapsed_ms() >= (now.phase === "held" ? HELD_MS_MAX : LOCKED_MS_MAX)) void pause();
  else requestAnimationFrame(follow);
}

/**
 * Stops the microphone and keeps what was said until the person decides. For everything that ends a recording
 * without a decision: a call that comes in, another window, the time limit.
 */
async function pause(): Promise<void> {
  const now = state();
  if (now.phase !== "held" && now.phase !== "locked") return;
  if (!take?.recording) {
    // A browser that asks for the microphone may take the focus; what goes on without holding waits for the answer.
    if (now.phase === "held") cancel();
    return;
  }
  setState({ phase: "paused", conversation_id: now.conversation_id });
  setLevel(0);
  await take.recording.stop();
}

/**
 * The conversation is left: what was said waits, and what has not begun does not begin elsewhere. Nothing waits
 * for whoever signs in next.
 */
function leave(): void {
  if (take && (!take.recording || session().phase !== "signed_in")) cancel();
  else void pause();
}

async function send(): Promise<void> {
  const ending = take;
  if (!ending) return;
  take = undefined;
  setState({ phase: "idle" });
  const recording = ending.recording ?? (await ending.opening.catch(() => undefined));
  const recorded = await recording?.stop();
  if (recorded && recorded.packets > 0) ending.talk.finish(recorded.waveform);
  else ending.talk.cancel();
}

function cancel(): void {
  const ending = take;
  if (!ending) return;
  take = undefined;
  setState({ phase: "idle" });
  ending.talk.cancel();
  navigator.vibrate?.([20, 30, 20]);
  void ending.opening.then((recording) => recording.abort()).catch(() => undefined);
}
