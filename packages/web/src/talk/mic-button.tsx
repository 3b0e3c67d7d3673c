import type { ConversationId } from "@feiliao/protocol";
import { onCleanup, onMount, Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { effect, listen } from "../state/effect.ts";
import { Icon } from "../ui/icon.tsx";
import { prepareVoice, talkMode } from "./engine.ts";
import { holdSpaceToTalk } from "./hold-space.ts";
import { recorder } from "./recorder.ts";
import { zoneAt } from "./recorder-state.ts";
import "./talk.css";

/**
 * Hold to talk. Once a recording goes on by itself, the same button sends it, so that everything can be done
 * without dragging (WCAG 2.2 §2.5.7).
 */
export function MicButton(props: { conversation_id: ConversationId }) {
  const phase = () => recorder.state().phase;
  const free = (): boolean => phase() === "locked" || phase() === "paused";
  let button!: HTMLButtonElement;
  let ring!: HTMLSpanElement;
  let from = { x: 0, y: 0 };
  /** A click that only ends a hold must not count as a tap. */
  let held = false;

  onMount(() => setTimeout(prepareVoice, 500));
  holdSpaceToTalk(props.conversation_id);
  listen(window, "blur", () => void recorder.pause());
  listen(document, "visibilitychange", () => {
    if (document.visibilityState === "hidden") void recorder.pause();
  });
  onCleanup(recorder.leave);
  effect(() => {
    ring.style.scale = String(1.15 + recorder.level() * 0.9);
  });

  const down = (event: PointerEvent): void => {
    held = phase() === "idle" && talkMode() === "hold" && event.button === 0;
    if (!held) return;
    button.setPointerCapture(event.pointerId);
    from = { x: event.clientX, y: event.clientY };
    recorder.press(props.conversation_id, "pointer", event.timeStamp);
  };
  const move = (event: PointerEvent): void => {
    if (phase() !== "held") return;
    const direction = getComputedStyle(button).direction === "rtl" ? -1 : 1;
    recorder.slide(zoneAt((from.x - event.clientX) * direction, from.y - event.clientY));
  };
  const click = (event: MouseEvent): void => {
    const byPointer = event.detail > 0;
    if (byPointer && held) {
      held = false;
      return;
    }
    if (phase() === "idle") recorder.start(props.conversation_id);
    else void recorder.send();
  };
  const label = (): string => {
    if (free()) return t().talk.send;
    return talkMode() === "tap" ? t().talk.tap : t().talk.hold;
  };

  return (
    <button
      ref={button}
      type="button"
      class="act mic"
      classList={{ holding: phase() === "held", free: free() }}
      data-testid="mic"
      data-phase={phase()}
      aria-label={label()}
      title={phase() === "idle" ? label() : undefined}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={(event) => recorder.release(event.timeStamp)}
      onPointerCancel={() => void recorder.pause()}
      onMouseDown={(event) => event.preventDefault()}
      onContextMenu={(event) => event.preventDefault()}
      onClick={click}
    >
      <span ref={ring} class="mic-ring" aria-hidden="true" />
      <Show when={free()} fallback={<Icon name="mic" />}>
        <Icon name="send" />
      </Show>
    </button>
  );
}
